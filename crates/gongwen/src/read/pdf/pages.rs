//! The pages of a document in their order (ISO 32000-1 §7.7.3).

use super::{
    content::Page,
    file::File,
    object::{Dict, Object},
};
use std::{collections::HashSet, rc::Rc};

/// Pages that are read of one document.
pub(super) const MAX_PAGES: usize = 3_000;
/// Nodes of the tree above the pages.
const MAX_NODES: usize = 20_000;
/// A sheet of A4 in points, for pages that do not say how large they are.
const A4: (f64, f64, f64, f64) = (0.0, 0.0, 595.0, 842.0);
/// Sizes of pages that exist, in points.
const SIDES: std::ops::RangeInclusive<f64> = 10.0..=20_000.0;

/// What a node of the tree hands down.
#[derive(Clone, Default)]
struct Inherited {
    resources: Option<Object>,
    edges: Option<(f64, f64, f64, f64)>,
    quarters: Option<i64>,
}

/// The pages that can be found, as many as are read.
pub(super) fn pages(file: &File<'_>) -> Vec<Page> {
    let root = file.get(&file.trailer, b"Root");
    let tree = root
        .dict()
        .and_then(|root| root.get(b"Pages".as_slice()))
        .cloned();
    let mut pages = tree.map(|tree| of_tree(file, tree)).unwrap_or_default();
    if pages.is_empty() {
        let written = file.written_pages.iter().take(MAX_PAGES + 1);
        pages = written
            .filter_map(|number| page(file, &file.object(*number), &Inherited::default()))
            .collect();
    }
    pages
}

fn of_tree(file: &File<'_>, root: Object) -> Vec<Page> {
    let mut pages = Vec::new();
    let mut seen = HashSet::new();
    let mut open = vec![(root, Inherited::default())];
    while let Some((node, inherited)) = open.pop() {
        if let Object::Reference(number) = node
            && !seen.insert(number)
        {
            continue;
        }
        let node = file.resolve(&node);
        let Some(dict) = node.dict() else { continue };
        let inherited = inherited.with(file, dict);
        match file.get(dict, b"Kids") {
            Object::Array(kids) => {
                let room = MAX_NODES.saturating_sub(open.len());
                let kids = kids.iter().take(room).rev();
                open.extend(kids.map(|kid| (kid.clone(), inherited.clone())));
            }
            _ => pages.extend(page(file, &node, &inherited)),
        }
        if pages.len() > MAX_PAGES {
            break;
        }
    }
    pages
}

impl Inherited {
    fn with(&self, file: &File<'_>, dict: &Dict) -> Self {
        let own_resources = Some(file.get(dict, b"Resources")).filter(|own| own.dict().is_some());
        let edges = ["CropBox", "MediaBox"]
            .iter()
            .find_map(|key| edges(file, dict, key.as_bytes()));
        let turned = file.get(dict, b"Rotate").number();
        Self {
            resources: own_resources.or_else(|| self.resources.clone()),
            edges: edges.or(self.edges),
            quarters: turned
                .map(|degrees| (degrees / 90.0) as i64)
                .or(self.quarters),
        }
    }
}

fn page(file: &File<'_>, node: &Object, inherited: &Inherited) -> Option<Page> {
    let dict = node.dict()?;
    let whole = inherited.with(file, dict);
    Some(Page {
        dict: Rc::new(dict.clone()),
        resources: whole.resources.unwrap_or(Object::Null),
        edges: whole.edges.unwrap_or(A4),
        quarters: whole.quarters.unwrap_or(0),
    })
}

fn edges(file: &File<'_>, dict: &Dict, key: &[u8]) -> Option<(f64, f64, f64, f64)> {
    let values = file.get(dict, key);
    let values = values
        .array()?
        .iter()
        .filter_map(|value| file.resolve(value).number());
    let [x0, y0, x1, y1]: [f64; 4] = values.collect::<Vec<_>>().try_into().ok()?;
    let sized = SIDES.contains(&(x1 - x0).abs()) && SIDES.contains(&(y1 - y0).abs());
    sized.then_some((x0.min(x1), y0.min(y1), x0.max(x1), y0.max(y1)))
}
