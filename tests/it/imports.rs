//! Which files of a crate name which others: every path in `use` and in code is followed to the file it leads into.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use syn::visit::{self, Visit};

/// A file by its module path, without `crate`: `["annotate", "names"]`; empty for `lib.rs`.
type Module = Vec<String>;

/// The files of a crate and the other files that each names.
pub struct Modules {
    imports: BTreeMap<Module, BTreeSet<Module>>,
}

impl Modules {
    /// Reads the files, which lie under `folder`. Code for tests is left out.
    pub fn read(folder: &Path, files: &[PathBuf]) -> Modules {
        let module = |path: &PathBuf| -> Module {
            let path = path.strip_prefix(folder).expect("under the folder").with_extension("");
            let parts = path.iter().map(|part| part.to_str().expect("UTF-8").to_owned());
            parts.filter(|part| part != "lib").collect()
        };
        let known: BTreeSet<Module> = files.iter().map(module).collect();
        assert!(known.len() > 10, "only {known:?} were found");
        let read = |path: &PathBuf| {
            let text = std::fs::read_to_string(path).expect("readable");
            let file = syn::parse_file(&text).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
            let module = module(path);
            (module.clone(), imports(&file, &module, &known))
        };
        let imports = files.iter().map(read).collect();
        Modules { imports }
    }

    /// The arrows between the modules of a room (`""` for the top, or `"annotate/names"`), each with a file that draws
    /// it.
    pub fn arrows(&self, room: &str) -> Vec<(&str, &str, String)> {
        let room: Vec<&str> = room.split('/').filter(|part| !part.is_empty()).collect();
        let inside = |module: &Module| module.len() > room.len() && module.iter().zip(&room).all(|(a, b)| a == b);
        let mut arrows = Vec::new();
        for (from, targets) in self.imports.iter().filter(|(from, _)| inside(from)) {
            for to in targets.iter().filter(|to| inside(to)) {
                if from[room.len()] != to[room.len()] {
                    arrows.push((from[room.len()].as_str(), to[room.len()].as_str(), from.join("/")));
                }
            }
        }
        arrows
    }

    /// The imports of each file from those that are neither above nor below it.
    pub fn beside(&self) -> BTreeMap<String, BTreeSet<String>> {
        let apart = |a: &Module, b: &Module| !a.starts_with(b) && !b.starts_with(a);
        let targets = |from: &Module, to: &BTreeSet<Module>| -> BTreeSet<String> {
            to.iter().filter(|to| apart(from, to)).map(|to| to.join("/")).collect()
        };
        self.imports.iter().map(|(from, to)| (from.join("/"), targets(from, to))).collect()
    }
}

/// The groups of files that import each other, directly or by way of others: from each of them one comes back to it.
pub fn circles(imports: BTreeMap<String, BTreeSet<String>>) -> BTreeSet<BTreeSet<String>> {
    let reached = |from: &String| {
        let (mut seen, mut open) = (BTreeSet::new(), vec![from.clone()]);
        while let Some(next) = open.pop() {
            open.extend(imports.get(&next).into_iter().flatten().filter(|to| seen.insert((*to).clone())).cloned());
        }
        seen
    };
    let reached: BTreeMap<&String, BTreeSet<String>> = imports.keys().map(|from| (from, reached(from))).collect();
    let back = |from: &&String| reached[*from].contains(*from);
    let circle = |from: &String| {
        reached[from].iter().filter(|to| reached.get(to).is_some_and(|back| back.contains(from))).cloned().collect()
    };
    imports.keys().filter(back).map(circle).collect()
}

/// The files that a file names.
fn imports(file: &syn::File, module: &Module, known: &BTreeSet<Module>) -> BTreeSet<Module> {
    let mut paths = Paths::default();
    paths.visit_file(file);
    let mut imports: BTreeSet<Module> =
        paths.found.iter().filter_map(|path| followed(path, module, known)).filter(|to| to != module).collect();
    imports.remove(&Module::new());
    imports
}

/// The file that a path leads into, if it is one of the crate's.
fn followed(path: &[String], module: &Module, known: &BTreeSet<Module>) -> Option<Module> {
    let mut at = module.clone();
    let mut rest = path;
    match rest.first()?.as_str() {
        "crate" => {
            at.clear();
            rest = &rest[1..];
        }
        "self" => rest = &rest[1..],
        "super" => {
            while rest.first().is_some_and(|part| part == "super") {
                at.pop();
                rest = &rest[1..];
            }
        }
        child => {
            at.push(child.to_owned());
            if !known.contains(&at) {
                return None;
            }
            rest = &rest[1..];
        }
    }
    for part in rest {
        at.push(part.clone());
        if !known.contains(&at) {
            at.pop();
            break;
        }
    }
    Some(at)
}

/// All paths of a file, `use` trees spread out.
#[derive(Default)]
struct Paths {
    found: BTreeSet<Vec<String>>,
}

impl Paths {
    fn spread(&mut self, tree: &syn::UseTree, mut before: Vec<String>) {
        match tree {
            syn::UseTree::Path(path) => {
                before.push(path.ident.to_string());
                self.spread(&path.tree, before);
            }
            syn::UseTree::Group(group) => {
                for tree in &group.items {
                    self.spread(tree, before.clone());
                }
            }
            syn::UseTree::Name(syn::UseName { ident }) | syn::UseTree::Rename(syn::UseRename { ident, .. }) => {
                before.push(ident.to_string());
                self.found.insert(before);
            }
            syn::UseTree::Glob(_) => _ = self.found.insert(before),
        }
    }
}

fn is_for_tests(attributes: &[syn::Attribute]) -> bool {
    let tests = |attribute: &syn::Attribute| {
        attribute.path().is_ident("cfg") && attribute.parse_args::<syn::Ident>().is_ok_and(|name| name == "test")
    };
    attributes.iter().any(tests)
}

impl<'ast> Visit<'ast> for Paths {
    fn visit_item_mod(&mut self, item: &'ast syn::ItemMod) {
        if !is_for_tests(&item.attrs) {
            visit::visit_item_mod(self, item);
        }
    }

    fn visit_item_use(&mut self, item: &'ast syn::ItemUse) {
        if !is_for_tests(&item.attrs) {
            self.spread(&item.tree, Vec::new());
        }
    }

    fn visit_item_fn(&mut self, item: &'ast syn::ItemFn) {
        if !is_for_tests(&item.attrs) {
            visit::visit_item_fn(self, item);
        }
    }

    fn visit_path(&mut self, path: &'ast syn::Path) {
        self.found.insert(path.segments.iter().map(|segment| segment.ident.to_string()).collect());
        visit::visit_path(self, path);
    }
}

#[test]
fn paths_are_followed_to_files() {
    let known = [&["a"][..], &["a", "b"], &["a", "b", "c"], &["d"]];
    let known: BTreeSet<Module> = known.iter().map(|m| m.iter().map(|&part| part.to_owned()).collect()).collect();
    let text = "use super::{b::{c::X, Y}, Z as W}; use crate::d::*; fn f(x: u8) -> self::c::T { std::d::g(x) }
        #[cfg(test)] mod tests { use crate::a::Only; }";
    let module = vec!["a".to_owned(), "b".to_owned()];
    let found = imports(&syn::parse_file(text).expect("Rust"), &module, &known);
    let found: Vec<String> = found.iter().map(|module| module.join("/")).collect();
    assert_eq!(found, ["a", "a/b/c", "d"]);
}

#[test]
fn circles_are_found_and_chains_are_none() {
    let graph = |arrows: &[(&str, &str)]| {
        let mut graph: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
        for (from, to) in arrows {
            graph.entry((*from).to_owned()).or_default().insert((*to).to_owned());
        }
        graph
    };
    assert!(circles(graph(&[("a", "b"), ("b", "c"), ("a", "c")])).is_empty());
    let found = circles(graph(&[("a", "b"), ("b", "c"), ("c", "b"), ("c", "d")]));
    assert_eq!(found, BTreeSet::from([BTreeSet::from(["b".to_owned(), "c".to_owned()])]));
}
