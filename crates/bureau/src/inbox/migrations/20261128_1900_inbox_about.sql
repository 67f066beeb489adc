-- What people were told of a matter is looked up by the matter: before they are told again, and when it is gone.
create index inbox_notices_about on inbox_notices (about, kind);
