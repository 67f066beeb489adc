//! 免打扰与汇总: when what waits to be sent to somebody outside the application goes out.

use crate::calendar::Calendar;
use base::day::Date;
use jiff::{
    SignedDuration,
    civil::{DateTime, Time},
};

/// When messages go out: to a person, or into a group.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::inbox) struct Timing {
    /// Quiet hours begin; equal to their end for none.
    pub(in crate::inbox) quiet_from: Time,
    pub(in crate::inbox) quiet_to: Time,
    /// Whether days that are not worked are quiet as a whole.
    pub(in crate::inbox) rests_on_days_off: bool,
    pub(in crate::inbox) digest: Digest,
}

/// How one person wants to be told outside the application.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::inbox) struct Settings {
    /// Where mail goes; empty for none.
    pub(in crate::inbox) mail: String,
    /// Whether the robot of their unit's group speaks of them.
    pub(in crate::inbox) by_robot: bool,
    pub(in crate::inbox) timing: Timing,
    /// Why mail to this address was refused for good; empty while it was not.
    pub(in crate::inbox) fault: String,
    /// 0 for the default, then counted up with each change.
    pub(in crate::inbox) version: i64,
}

/// How what comes close together is put into one message.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::inbox) enum Digest {
    /// Everything of a quarter of an hour.
    Window,
    /// Everything of a day, at this time.
    Daily(Time),
}

/// Whether something goes out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::inbox) enum Out {
    Now,
    NotBefore(DateTime),
}

/// How long the first of several waits for the others.
const WINDOW: SignedDuration = SignedDuration::from_mins(15);

impl Default for Timing {
    /// Once a working day, after the reminders of the morning; quiet from eight in the evening to
    /// eight in the morning and on days off (减负: 非工作时间不打扰).
    fn default() -> Self {
        Self {
            quiet_from: Time::constant(20, 0, 0, 0),
            quiet_to: Time::constant(8, 0, 0, 0),
            rests_on_days_off: true,
            digest: Digest::Daily(Time::constant(8, 30, 0, 0)),
        }
    }
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            mail: String::new(),
            by_robot: true,
            timing: Timing::default(),
            fault: String::new(),
            version: 0,
        }
    }
}

impl Timing {
    /// When what has waited since `oldest` goes out; what is urgent at once, whatever the hour, and the
    /// rest with it.
    pub(in crate::inbox) fn out(
        &self,
        calendar: &Calendar,
        now: DateTime,
        oldest: DateTime,
        is_urgent: bool,
    ) -> Out {
        if is_urgent {
            return Out::Now;
        }
        let together = match self.digest {
            Digest::Window => oldest.saturating_add(WINDOW),
            Digest::Daily(time) if oldest.time() <= time => oldest.date().to_datetime(time),
            Digest::Daily(time) => next_day(oldest.date()).to_datetime(time),
        };
        let earliest = self.out_of_quiet(calendar, together);
        // What had its time in the night may not go out in the next one either.
        let quiet_now = self.out_of_quiet(calendar, now);
        match now < earliest {
            true => Out::NotBefore(earliest),
            false if quiet_now > now => Out::NotBefore(quiet_now),
            false => Out::Now,
        }
    }

    /// The instant itself, or the end of the quiet time it lies in.
    fn out_of_quiet(&self, calendar: &Calendar, at: DateTime) -> DateTime {
        let mut at = at;
        // A quiet day can end in a quiet night and the other way round; no holiday has this many.
        for _ in 0..60 {
            let is_off = self.rests_on_days_off && !calendar.is_working(at.date());
            at = if is_off {
                calendar.after(at.date(), 1).to_datetime(self.first_hour())
            } else if self.is_quiet(at.time()) {
                let is_evening = self.quiet_from > self.quiet_to && at.time() >= self.quiet_from;
                let day = match is_evening {
                    true => next_day(at.date()),
                    false => at.date(),
                };
                day.to_datetime(self.quiet_to)
            } else {
                return at;
            };
        }
        at
    }

    /// When a day off ends: not at midnight, but when the first working day's quiet hours do, and for
    /// a digest at its time.
    fn first_hour(&self) -> Time {
        match self.digest {
            Digest::Daily(time) => time,
            // Quiet hours within a day do not end the night.
            Digest::Window if self.quiet_from <= self.quiet_to => Time::midnight(),
            Digest::Window => self.quiet_to,
        }
    }

    fn is_quiet(&self, time: Time) -> bool {
        match self.quiet_from <= self.quiet_to {
            true => (self.quiet_from..self.quiet_to).contains(&time),
            false => time >= self.quiet_from || time < self.quiet_to,
        }
    }
}

fn next_day(day: Date) -> Date {
    day.tomorrow().unwrap_or(day)
}

#[cfg(test)]
mod tests {
    use super::{Digest, Out, Timing};
    use crate::calendar::Calendar;
    use jiff::civil::{DateTime, Time};

    fn at(text: &str) -> DateTime {
        text.parse().unwrap()
    }

    fn told(timing: &Timing, now: &str, oldest: &str) -> String {
        match timing.out(&Calendar::shipped(), at(now), at(oldest), false) {
            Out::Now => "now".to_owned(),
            Out::NotBefore(until) => until.strftime("%m-%d %H:%M").to_string(),
        }
    }

    #[test]
    fn what_comes_within_a_quarter_of_an_hour_goes_together_outside_of_quiet_hours() {
        let settings = Timing {
            digest: Digest::Window,
            ..Timing::default()
        };
        // 2026-06-15 is a Monday; 19 to 21 June are the Dragon Boat holiday.
        for (now, oldest, expected) in [
            ("2026-06-15 09:00", "2026-06-15 09:00", "06-15 09:15"),
            ("2026-06-15 09:15", "2026-06-15 09:00", "now"),
            ("2026-06-15 19:50", "2026-06-15 19:50", "06-16 08:00"),
            ("2026-06-15 22:00", "2026-06-15 19:00", "06-16 08:00"),
            ("2026-06-16 07:59", "2026-06-15 22:00", "06-16 08:00"),
            ("2026-06-16 08:00", "2026-06-15 22:00", "now"),
            ("2026-06-16 03:00", "2026-06-16 03:00", "06-16 08:00"),
            ("2026-06-18 21:00", "2026-06-18 21:00", "06-22 08:00"),
            ("2026-06-20 10:00", "2026-06-18 15:00", "06-22 08:00"),
            ("2026-06-13 10:00", "2026-06-13 10:00", "06-15 08:00"),
            // A Saturday that is worked.
            ("2026-02-14 10:20", "2026-02-14 10:00", "now"),
        ] {
            assert_eq!(
                told(&settings, now, oldest),
                expected,
                "{now} since {oldest}"
            );
        }
    }

    #[test]
    fn a_daily_digest_goes_at_its_time_of_the_next_working_day() {
        let settings = Timing {
            digest: Digest::Daily(Time::constant(17, 0, 0, 0)),
            ..Timing::default()
        };
        for (now, oldest, expected) in [
            ("2026-06-15 09:00", "2026-06-15 09:00", "06-15 17:00"),
            ("2026-06-15 17:00", "2026-06-15 09:00", "now"),
            ("2026-06-15 17:30", "2026-06-15 17:10", "06-16 17:00"),
            ("2026-06-18 17:30", "2026-06-18 17:10", "06-22 17:00"),
        ] {
            assert_eq!(
                told(&settings, now, oldest),
                expected,
                "{now} since {oldest}"
            );
        }
    }

    #[test]
    fn a_digest_set_into_the_quiet_hours_waits_for_their_end() {
        let settings = Timing {
            digest: Digest::Daily(Time::constant(6, 0, 0, 0)),
            ..Timing::default()
        };
        assert_eq!(
            told(&settings, "2026-06-16 06:30", "2026-06-15 12:00"),
            "06-16 08:00"
        );
    }

    #[test]
    fn quiet_hours_may_lie_within_a_day_or_be_none() {
        let noon = Timing {
            digest: Digest::Window,
            quiet_from: Time::constant(12, 0, 0, 0),
            quiet_to: Time::constant(14, 0, 0, 0),
            ..Timing::default()
        };
        assert_eq!(
            told(&noon, "2026-06-15 12:30", "2026-06-15 11:50"),
            "06-15 14:00"
        );
        let none = Timing {
            digest: Digest::Window,
            quiet_from: Time::midnight(),
            quiet_to: Time::midnight(),
            rests_on_days_off: false,
            ..Timing::default()
        };
        assert_eq!(told(&none, "2026-06-20 23:30", "2026-06-20 23:00"), "now");
    }

    #[test]
    fn by_default_a_day_is_one_message_on_the_next_working_morning() {
        let calm = Timing::default();
        for (now, oldest, expected) in [
            ("2026-06-15 07:35", "2026-06-15 07:30", "06-15 08:30"),
            ("2026-06-15 08:30", "2026-06-15 07:30", "now"),
            ("2026-06-15 14:00", "2026-06-15 09:00", "06-16 08:30"),
            ("2026-06-18 14:00", "2026-06-18 09:00", "06-22 08:30"),
            // The Spring Festival of 2026 is 15 to 23 February: nothing is lost over nine days.
            ("2026-02-24 08:30", "2026-02-14 16:00", "now"),
        ] {
            assert_eq!(told(&calm, now, oldest), expected, "{now} since {oldest}");
        }
    }

    #[test]
    fn what_is_urgent_goes_at_once_also_in_the_night_of_a_holiday() {
        let night = at("2026-06-20 23:30");
        let out = Timing::default().out(&Calendar::shipped(), night, night, true);
        assert_eq!(out, Out::Now);
    }
}
