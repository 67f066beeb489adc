-- Sessions say who vouched for whoever signed in: nobody but the password here, or somebody outside.
alter table store_sessions add column vouched text not null default '';
