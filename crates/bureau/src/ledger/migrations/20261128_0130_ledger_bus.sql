create table ledger_bus_devices (
    id text not null,
    plate text not null,
    token_hash text not null,
    issued_ms bigint not null,
    issued_by text not null,
    revoked_ms bigint,
    heard_ms bigint not null,
    constraint ledger_bus_devices_pk primary key (id),
    constraint ledger_bus_devices_token unique (token_hash)
);
create index ledger_bus_devices_plate on ledger_bus_devices (plate);

create table ledger_bus_positions (
    plate text not null,
    at_ms bigint not null,
    latitude bigint not null,
    longitude bigint not null,
    speed bigint,
    constraint ledger_bus_positions_pk primary key (plate, at_ms)
);
create index ledger_bus_positions_at on ledger_bus_positions (at_ms);
