//! A long list, a page at a time.

/// Where a page stands in its list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Paging {
    /// The page, 1 the first.
    pub page: usize,
    /// Rows in the whole list.
    pub total: usize,
    per_page: usize,
}

impl Paging {
    /// The page asked for, or the last one when there are not so many.
    pub fn new(asked: usize, total: usize, per_page: usize) -> Self {
        let last = total.div_ceil(per_page).max(1);
        Self {
            page: asked.clamp(1, last),
            total,
            per_page,
        }
    }

    /// The rows of the page.
    pub fn of<'a, T>(&self, rows: &'a [T]) -> &'a [T] {
        let from = self.start().min(rows.len());
        let to = (from + self.per_page).min(rows.len());
        &rows[from..to]
    }

    /// Rows before the page.
    pub fn start(&self) -> usize {
        (self.page - 1) * self.per_page
    }

    /// Number of the first row of the page, 1 the first of the list.
    pub fn first(&self) -> usize {
        self.start() + 1
    }

    /// Number of the last row of the page.
    pub fn last(&self) -> usize {
        (self.start() + self.per_page).min(self.total)
    }

    /// Whether there is more than this page.
    pub fn is_needed(&self) -> bool {
        self.total > self.per_page
    }

    /// The pages before and after, as words of an address; empty at the ends.
    pub fn neighbours(&self) -> [String; 2] {
        let before = (self.page > 1).then(|| (self.page - 1).to_string());
        let after = (self.last() < self.total).then(|| (self.page + 1).to_string());
        [before.unwrap_or_default(), after.unwrap_or_default()]
    }
}

#[cfg(test)]
mod tests {
    use super::Paging;

    #[test]
    fn a_page_past_the_end_is_the_last_one() {
        let rows: Vec<usize> = (0..250).collect();
        for (asked, first, last, before, after) in [
            (1, 1, 100, "", "2"),
            (2, 101, 200, "1", "3"),
            (3, 201, 250, "2", ""),
            (99, 201, 250, "2", ""),
        ] {
            let page = Paging::new(asked, rows.len(), 100);
            assert_eq!((page.first(), page.last()), (first, last));
            assert_eq!(page.neighbours(), [before, after]);
            assert_eq!(page.of(&rows).len(), last - first + 1);
        }
        let empty = Paging::new(1, 0, 100);
        assert!(!empty.is_needed());
        assert!(empty.of(&rows[..0]).is_empty());
    }
}
