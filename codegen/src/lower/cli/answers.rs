//! How the AWS CLI shows answers of single services: texts as what they hold, names as what they are.

use crate::ir::cli::{Coding, EncodedNames, Recoded};
use crate::lower::Lowering;
use crate::lower::modules::Module;
use smithgen_model::model::traits::AwsService;
use smithgen_model::model::{Kind, Shape};

/// A member of a structure of one service that is shown as what it holds.
struct Correction {
    sdk_id: &'static str,
    which: Which,
    coding: Coding,
}

/// Which members are meant.
enum Which {
    /// All whose values are of this shape.
    OfShape(&'static str),
    /// A member of the output of an operation.
    OfOutput(&'static str, &'static str),
}

const CORRECTIONS: &[Correction] = &[
    // Policies are JSON, percent-encoded, since the answer is XML.
    Correction {
        sdk_id: "IAM",
        which: Which::OfShape("policyDocumentType"),
        coding: Coding::UrlJson,
    },
    // A template comes back as it was given: JSON, or YAML, which stays text.
    Correction {
        sdk_id: "CloudFormation",
        which: Which::OfOutput("GetTemplate", "TemplateBody"),
        coding: Coding::Json,
    },
    // What a machine printed; the model has it as any text.
    Correction {
        sdk_id: "EC2",
        which: Which::OfOutput("GetConsoleOutput", "Output"),
        coding: Coding::Base64,
    },
    // A bucket in the first region has no constraint.
    Correction {
        sdk_id: "S3",
        which: Which::OfOutput("GetBucketLocation", "LocationConstraint"),
        coding: Coding::Empty,
    },
];

/// Operations of S3 whose answers may hold names with characters that XML has not.
const ENCODED: &[&str] = &["ListObjects", "ListObjectsV2", "ListObjectVersions"];
/// Members that are such names.
const TEXTS: &[&str] = &[
    "Delimiter",
    "Marker",
    "NextMarker",
    "Prefix",
    "StartAfter",
    "KeyMarker",
    "NextKeyMarker",
];
/// Lists with such names in their items.
const LISTS: &[(&str, &str)] = &[
    ("Contents", "Key"),
    ("CommonPrefixes", "Prefix"),
    ("Versions", "Key"),
    ("DeleteMarkers", "Key"),
];

impl Lowering<'_> {
    /// The texts of a service's answers that are shown as what they hold.
    pub(super) fn recoded(&self, sdk_id: &str) -> Vec<Recoded> {
        let all = CORRECTIONS.iter().filter(|it| it.sdk_id == sdk_id);
        all.flat_map(|correction| self.corrected(correction))
            .collect()
    }

    fn corrected(&self, correction: &Correction) -> Vec<Recoded> {
        let model = &self.resolved.model;
        let coding = correction.coding;
        let mut found = Vec::new();
        let mut add = |shape: &Shape, is_meant: &dyn Fn(usize) -> bool| {
            let members = (0..shape.members.len()).filter(|member| is_meant(*member));
            found.extend(members.map(|member| Recoded {
                schema: self.schema_path(&shape.id, &Module::Root),
                member,
                coding,
            }));
        };
        match correction.which {
            Which::OfShape(name) => {
                let shapes = self.modules.iter();
                let shapes = shapes.filter_map(|(id, _)| model.get(id.as_str()));
                for shape in shapes.filter(|shape| matches!(shape.kind, Kind::Structure)) {
                    let members: Vec<_> = shape.members.iter().collect();
                    add(shape, &|member| {
                        members
                            .get(member)
                            .is_some_and(|it| it.target.name() == name)
                    });
                }
            }
            Which::OfOutput(operation, name) => {
                let mut ids = self.resolved.selection.operations.iter();
                let operation = ids.find(|id| id.name() == operation);
                let operation = operation.and_then(|id| model.get(id.as_str())?.as_operation());
                let output = operation.and_then(|it| model.get(it.output.target.as_str()));
                if let Some(output) = output {
                    let at = index(output, name);
                    add(output, &|member| Some(member) == at);
                }
            }
        }
        found
    }

    /// The names in an operation's answers that are asked for percent-encoded.
    pub(super) fn encoded_names(&self, operation: &Shape) -> Option<EncodedNames> {
        let model = &self.resolved.model;
        let service = model.get(self.resolved.selection.service.as_str())?;
        let aws = service.traits.read::<AwsService>()?;
        if aws.sdk_id != "S3" || !ENCODED.contains(&operation.id.name()) {
            return None;
        }
        let spec = operation.as_operation()?;
        let input = model.get(spec.input.target.as_str())?;
        let output = model.get(spec.output.target.as_str())?;
        let says = "EncodingType";
        let lists = LISTS.iter().filter_map(|(list, name)| {
            let list = index(output, list)?;
            let items = model.target(output.members.iter().nth(list)?)?;
            let item = model.target(items.members.iter().next()?)?;
            Some((list, index(item, name)?))
        });
        Some(EncodedNames {
            says: (index(input, says)?, index(output, says)?),
            texts: TEXTS
                .iter()
                .filter_map(|name| index(output, name))
                .collect(),
            lists: lists.collect(),
        })
    }
}

fn index(shape: &Shape, member: &str) -> Option<usize> {
    shape.members.position(member)
}
