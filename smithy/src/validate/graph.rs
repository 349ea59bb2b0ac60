//! Graphs in general: which of their nodes lead to each other.

/// The number of the component of each node that lies on a cycle; `None` for a node that does not lead to itself.
///
/// `edges` are the nodes that each node leads to.
pub(super) fn components(edges: &[Vec<usize>]) -> Components {
    let mut search = Search {
        edges,
        order: vec![usize::MAX; edges.len()],
        low: vec![usize::MAX; edges.len()],
        is_open: vec![false; edges.len()],
        stack: Vec::new(),
        next: 0,
        found: vec![None; edges.len()],
        count: 0,
    };
    for node in 0..edges.len() {
        if search.order.get(node) == Some(&usize::MAX) {
            search.from(node);
        }
    }
    Components(search.found)
}

/// To which component each node belongs.
pub(super) struct Components(Vec<Option<usize>>);

impl Components {
    /// The component of a node, if it lies on a cycle.
    pub(super) fn get(&self, node: usize) -> Option<usize> {
        self.0.get(node).copied().flatten()
    }
}

/// Tarjan's search, without recursion.
struct Search<'e> {
    edges: &'e [Vec<usize>],
    order: Vec<usize>,
    low: Vec<usize>,
    is_open: Vec<bool>,
    stack: Vec<usize>,
    next: usize,
    found: Vec<Option<usize>>,
    count: usize,
}

impl Search<'_> {
    fn from(&mut self, start: usize) {
        let mut way: Vec<(usize, usize)> = Vec::new();
        self.enter(start, &mut way);
        while let Some((node, edge)) = way.last_mut() {
            let (node, at) = (*node, *edge);
            *edge += 1;
            match self.edges.get(node).and_then(|edges| edges.get(at)) {
                Some(&to) if self.order.get(to) == Some(&usize::MAX) => self.enter(to, &mut way),
                Some(&to) => {
                    if self.is_open.get(to) == Some(&true) {
                        let order = self.order.get(to).copied();
                        self.lower(node, order.unwrap_or(usize::MAX));
                    }
                }
                None => {
                    way.pop();
                    let low = self.low.get(node).copied().unwrap_or(usize::MAX);
                    if let Some((before, _)) = way.last() {
                        self.lower(*before, low);
                    }
                    if self.order.get(node) == Some(&low) {
                        self.close(node);
                    }
                }
            }
        }
    }

    fn enter(&mut self, node: usize, way: &mut Vec<(usize, usize)>) {
        if let (Some(order), Some(low), Some(is_open)) = (
            self.order.get_mut(node),
            self.low.get_mut(node),
            self.is_open.get_mut(node),
        ) {
            *order = self.next;
            *low = self.next;
            *is_open = true;
            self.next += 1;
            self.stack.push(node);
            way.push((node, 0));
        }
    }

    fn lower(&mut self, node: usize, to: usize) {
        if let Some(low) = self.low.get_mut(node) {
            *low = (*low).min(to);
        }
    }

    /// Takes a component off the stack, of which `node` was the first that was met.
    fn close(&mut self, node: usize) {
        let start = self.stack.iter().rposition(|open| *open == node);
        let component = self.stack.split_off(start.unwrap_or(self.stack.len()));
        let leads_to_itself = self.edges.get(node).is_some_and(|it| it.contains(&node));
        let is_cycle = component.len() > 1 || leads_to_itself;
        for member in component {
            if let (Some(is_open), Some(found)) =
                (self.is_open.get_mut(member), self.found.get_mut(member))
            {
                *is_open = false;
                *found = is_cycle.then_some(self.count);
            }
        }
        self.count += 1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nodes_that_lead_to_each_other_are_a_component() {
        // 0 → 1 ⇄ 2 → 3, and 4 to itself.
        let edges = [vec![1], vec![2], vec![1, 3], vec![], vec![4]];
        let found = components(&edges);
        assert_eq!((found.get(0), found.get(3)), (None, None));
        assert!(found.get(1).is_some());
        assert_eq!(found.get(1), found.get(2));
        assert!(found.get(4).is_some() && found.get(4) != found.get(1));
    }
}
