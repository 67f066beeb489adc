//! Which tables were written to: triggers count, so that one question tells what a request changed.

use crate::support::World;

/// What may be written though an act was refused: who was here and tried what, and the files that came
/// with a form before it was read, which are cleared away.
const OF_THE_ATTEMPT: [&str; 5] = [
    "org_failed_sign_ins",
    "store_audit",
    "store_audit_head",
    "store_loose_files",
    "store_sessions",
];

/// Makes a world count.
pub(super) async fn count_from_now_on(world: &World) {
    let database = world.app.database();
    let tables = "select group_concat(name) as word from sqlite_master where type = 'table'
         and name not like 'sqlite_%' and name not like 'store_search_index%'
         and name <> 'schema_migrations'";
    let tables = world.word(tables).await;
    database
        .run("create table test_writes (name text primary key, n integer not null)")
        .await;
    for table in tables.split(',') {
        database
            .run(&format!("insert into test_writes values ('{table}', 0)"))
            .await;
        for act in ["insert", "update", "delete"] {
            database
                .run(&format!(
                    "create trigger test_writes_{table}_{act} after {act} on {table} begin
                         update test_writes set n = n + 1 where name = '{table}'; end"
                ))
                .await;
        }
    }
}

/// What was written so far.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Writes(Vec<(String, String)>);

impl Writes {
    pub(super) async fn of(world: &World) -> Self {
        let written = "select coalesce(group_concat(name || ' ' || n), '') as word from
             (select name, n from test_writes where n > 0 order by name)";
        let written = world.word(written).await;
        let pairs = written.split(',').filter_map(|pair| pair.split_once(' '));
        let owned = pairs.map(|(name, n)| (name.to_owned(), n.to_owned()));
        Self(owned.collect())
    }

    /// The tables written to since, but for what is written of every attempt.
    pub(super) fn since(&self, earlier: &Self) -> Vec<&str> {
        let new = self.0.iter().filter(|pair| !earlier.0.contains(pair));
        let names = new.map(|(name, _)| name.as_str());
        names
            .filter(|name| !OF_THE_ATTEMPT.contains(name))
            .collect()
    }
}
