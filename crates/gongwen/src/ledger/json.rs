//! The ledger as JSON in the schema of the corpus guide.
