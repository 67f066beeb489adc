//! The schema of all slices, on each engine, is the one in `docs/schema.txt`.

use std::{env, fs, path::PathBuf};

#[tokio::test]
async fn both_engines_have_the_schema_that_is_written_down() {
    let file = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../docs/schema.txt");
    let updates = env::var_os("UPDATE_REF").is_some();
    for database in testkit::databases(&bureau::migrations()).await {
        let schema = store::schema::describe(&database.db).await.unwrap();
        if updates {
            fs::write(&file, &schema).unwrap();
        }
        let written = fs::read_to_string(&file).unwrap();
        assert!(
            schema == written,
            "the schema differs from docs/schema.txt; run with UPDATE_REF=1 if it should:\n{schema}"
        );
    }
}
