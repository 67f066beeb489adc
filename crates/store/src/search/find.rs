//! Finding.

use super::{cleaned, grams::wanted, index_postgres, index_sqlite};
use crate::{Engine, Read, Value, error::Result};
use base::Actor;
use sea_orm::FromQueryResult;

/// What was found of one sort, best first.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Found {
    /// The hits of the page asked for.
    pub hits: Vec<Hit>,
    /// How many hits each sort has, whichever is shown.
    pub counts: Vec<KindCount>,
}

/// One hit.
#[derive(Debug, Clone, PartialEq, Eq, FromQueryResult)]
pub struct Hit {
    /// Sort of thing.
    pub kind: String,
    /// Its name.
    pub title: String,
    /// Where it belongs.
    pub context: String,
    /// Further words it was found by.
    pub words: String,
    /// Where it leads.
    pub href: String,
}

/// How many hits a sort of thing has.
#[derive(Debug, Clone, PartialEq, Eq, FromQueryResult)]
pub struct KindCount {
    /// Sort of thing.
    pub kind: String,
    /// How many.
    pub n: i64,
}

/// More words than anyone means; each costs a look into the index.
const MOST_WORDS: usize = 8;

/// Which hits are wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wanted<'a> {
    /// So many of the best of each sort.
    BestOfEach(i64),
    /// A page of one sort: the sort, how many to pass over, how many at most.
    Page(&'a str, i64, i64),
}

/// Finds what holds every word of a question and may be found by this person, who was handed these
/// keys ([`super::Audience::Key`]). What is wanted narrows the hits, not the counts.
pub async fn find(
    db: &impl Read,
    actor: &Actor,
    keys: &[String],
    question: &str,
    wanted: Wanted<'_>,
) -> Result<Found> {
    let clean = cleaned(question);
    let words: Vec<&str> = clean
        .split(' ')
        .filter(|word| !word.is_empty())
        .take(MOST_WORDS)
        .collect();
    if words.is_empty() {
        return Ok(Found::default());
    }
    let mut condition = Condition::default();
    condition.holds(&words, db.reads_from());
    condition.is_for(actor, keys);
    let counts = db
        .rows(
            &format!(
                "select kind, count(*) as n from store_search e where {} group by kind order by kind",
                condition.sql()
            ),
            condition.args.clone(),
        )
        .await?;
    if let Wanted::Page(kind, ..) = wanted {
        let place = condition.argument(kind);
        condition.and(format!("e.kind = {place}"));
    }
    let where_sql = condition.sql();
    let (whole, beginning, anywhere) = (
        condition.argument(clean.clone()),
        condition.argument(format!("{clean}%")),
        condition.argument(format!("%{clean}%")),
    );
    let (n_skipped, most) = match wanted {
        Wanted::BestOfEach(most) => (0, most),
        Wanted::Page(_, n_skipped, most) => (n_skipped, most),
    };
    let (first, last) = (
        condition.argument(n_skipped),
        condition.argument(n_skipped.saturating_add(most)),
    );
    let hits = db
        .rows(
            &format!(
                "select kind, title, context, words, href from (
                     select e.kind, e.title, e.context, e.words, e.href, row_number() over (
                         partition by e.kind
                         order by case when e.sought_title = {whole} then 0
                                       when e.sought_title like {beginning} then 1
                                       when e.sought_title like {anywhere} then 2
                                       when e.sought like {anywhere} then 3
                                       else 4 end,
                                  e.at_ms desc, e.id) as place
                     from store_search e where {where_sql}) h
                 where place > {first} and place <= {last} order by kind, place"
            ),
            condition.args,
        )
        .await?;
    Ok(Found { hits, counts })
}

/// Conditions with their arguments.
#[derive(Default)]
struct Condition {
    parts: Vec<String>,
    args: Vec<Value>,
}

impl Condition {
    fn sql(&self) -> String {
        self.parts.join(" and ")
    }

    fn and(&mut self, part: String) {
        self.parts.push(part);
    }

    /// Adds an argument and gives its `$n`.
    fn argument(&mut self, value: impl Into<Value>) -> String {
        self.args.push(value.into());
        format!("${}", self.args.len())
    }

    /// Every word stands in the text: the index narrows, the text itself decides. A cleaned word
    /// holds neither `%` nor `_`.
    fn holds(&mut self, words: &[&str], engine: Engine) {
        for word in words {
            let pieces = wanted(word);
            let argument = match engine {
                Engine::Sqlite => index_sqlite::argument(&pieces),
                Engine::Postgres => index_postgres::argument(&pieces),
            };
            self.args.push(argument.into());
            let holding = match engine {
                Engine::Sqlite => index_sqlite::holding(self.args.len()),
                Engine::Postgres => index_postgres::holding(self.args.len()),
            };
            self.and(format!("e.id in ({holding})"));
            let place = self.argument(format!("%{word}%"));
            self.and(format!("e.sought like {place}"));
        }
    }

    fn is_for(&mut self, actor: &Actor, keys: &[String]) {
        let mut ways = vec!["a.sort = 'all'".to_owned()];
        let roles = actor.roles.iter().map(|role| role.code().to_owned());
        let person = vec![actor.person.to_string()];
        for (sort, who) in [
            ("role", roles.collect()),
            ("person", person),
            ("key", keys.to_vec()),
        ] {
            if !who.is_empty() {
                let list = self.list(who);
                ways.push(format!("(a.sort = '{sort}' and a.who in ({list}))"));
            }
        }
        self.and(format!(
            "exists (select 1 from store_search_audience a where a.entry = e.id and ({}))",
            ways.join(" or ")
        ));
    }

    fn list(&mut self, values: Vec<String>) -> String {
        let places: Vec<String> = values
            .into_iter()
            .map(|value| self.argument(value))
            .collect();
        places.join(", ")
    }
}

#[cfg(test)]
mod tests {
    use super::Condition;
    use crate::{Engine, args};

    #[test]
    fn every_word_is_looked_up_and_compared() {
        let mut condition = Condition::default();
        condition.holds(&["校车"], Engine::Sqlite);
        assert_eq!(condition.args, args!["\"校车\"", "%校车%"]);
        assert!(condition.sql().ends_with("e.sought like $2"));
    }
}
