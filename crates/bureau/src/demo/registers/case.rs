//! What hangs together in a row: the subject with the school, the answer with the question, the measure with the
//! hazard. Each register has its own; what stands in a cell is changed only where something stands.

use super::{assets, checks, children, houses::Level, matters, mixed, teachers};
use crate::ledger::SheetRow;

/// A row on its way, with whose it is.
pub(super) struct Case<'a> {
    pub(super) row: &'a mut SheetRow,
    pub(super) level: Level,
    /// Full name of the unit.
    pub(super) unit: &'a str,
    pub(super) number: usize,
}

impl Case<'_> {
    /// Another text where one stands: what is not yet known of a row stays out.
    pub(super) fn set(&mut self, header: &str, text: impl Into<String>) {
        if let Some(cell) = self.row.get_mut(header) {
            *cell = text.into();
        }
    }

    pub(super) fn put(&mut self, header: &str, text: impl Into<String>) {
        self.row.insert(header.to_owned(), text.into());
    }

    pub(super) fn clear(&mut self, headers: &[&str]) {
        for header in headers {
            self.row.remove(*header);
        }
    }

    pub(super) fn get(&self, header: &str) -> &str {
        self.row.get(header).map_or("", String::as_str)
    }

    pub(super) fn chance(&self, place: usize) -> usize {
        mixed(self.number, 100 + place)
    }

    pub(super) fn one_of<T: Copy>(&self, place: usize, some: &[T]) -> T {
        some[self.chance(place) % some.len()]
    }

    /// The next of some, one after the other.
    pub(super) fn next_of<T: Copy>(&self, some: &[T]) -> T {
        some[self.number % some.len()]
    }

    /// 「石渡」 of 「清禾县石渡镇古桥小学」.
    pub(super) fn town(&self) -> &str {
        let name = self.unit.trim_start_matches("清禾县");
        name.split(['镇', '乡']).next().unwrap_or(name)
    }
}

/// Makes a row of a register hang together.
pub(super) fn settle(code: &str, case: &mut Case<'_>) {
    match code {
        "letters" => matters::letter(case),
        "hazards" => matters::hazard(case),
        "canteens" => matters::canteen(case),
        "inspections" => matters::inspection(case),
        "ethics" => checks::ethics(case),
        "fee-checks" => checks::fee_check(case),
        "lecturers" => checks::lecture(case),
        "construction" => checks::construction(case),
        "budget" => checks::budget(case),
        "audits" => checks::audit(case),
        "dropouts" => children::dropout(case),
        "aid" => children::aid(case),
        "disabled-children" => children::disabled(case),
        "counselling" => children::counselling(case),
        "home-visits" => children::home_visit(case),
        "left-behind" => children::left_behind(case),
        "master-teachers" => teachers::master(case),
        "skill-teachers" => teachers::craftsman(case),
        "exchange" => teachers::exchange(case),
        "recruitment" => teachers::recruitment(case),
        "honours" => teachers::honour(case),
        "projects" => teachers::project(case),
        "resources" => assets::resource(case),
        "credit-courses" => assets::course(case),
        "private-schools" => assets::private_school(case),
        "bus-vehicles" => assets::bus(case),
        "bus-drivers" => assets::driver(case),
        "bus-routes" => assets::route(case),
        _ => {}
    }
}
