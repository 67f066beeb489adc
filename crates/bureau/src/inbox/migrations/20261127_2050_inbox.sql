create table inbox_notices (
    id text not null,
    person_id text not null,
    kind text not null,
    about text not null,
    subject text not null,
    body text not null,
    href text not null,
    urgency bigint not null,
    n_times bigint not null,
    at_ms bigint not null,
    read_ms bigint,
    out_ms bigint,
    constraint inbox_notices_pk primary key (id)
);
create unique index inbox_notices_unread on inbox_notices (person_id, about, kind) where read_ms is null;
create index inbox_notices_person on inbox_notices (person_id, at_ms);

create table inbox_todos (
    id text not null,
    kind text not null,
    about text not null,
    title text not null,
    href text not null,
    due_day text not null,
    standing text not null,
    rule text not null,
    unit_id text not null,
    asked_ms bigint not null,
    constraint inbox_todos_pk primary key (id),
    constraint inbox_todos_about_key unique (about, kind)
);

create table inbox_seats (
    todo_id text not null,
    seat text not null,
    constraint inbox_seats_pk primary key (todo_id, seat),
    constraint inbox_seats_todo_fk foreign key (todo_id) references inbox_todos (id) on delete cascade
);
create index inbox_seats_seat on inbox_seats (seat);

create table inbox_reminders (
    todo_id text not null,
    step text not null,
    on_day text not null,
    sent_day text not null,
    told text not null,
    constraint inbox_reminders_pk primary key (todo_id, step),
    constraint inbox_reminders_todo_fk foreign key (todo_id) references inbox_todos (id) on delete cascade
);
create index inbox_reminders_day on inbox_reminders (sent_day, on_day);
