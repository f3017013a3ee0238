//! The service of a variant (`argo-analysis §7.8`).

use super::{Action, ReplicaSet, TemplateService, facts::Facts, script::Script, template::Turn};
use alloc::{format, string::String};

/// Makes a variant's service while the variant should have pods, and deletes it when they are gone.
pub(super) fn reconcile(
    f: &Facts<'_>,
    turn: &mut Turn<'_>,
    set: &ReplicaSet,
    desired: i64,
    script: &mut Script<'_>,
) {
    match &turn.template.service {
        Some(service) if 0 < desired => {
            if set.has_ports {
                let name = match service {
                    TemplateService::Unnamed => set.name.clone(),
                    TemplateService::Named(name) => name.clone(),
                };
                create(f, turn, set, name, script);
            }
        }
        Some(_) if set.size.available != 0 => {}
        Some(_) | None => delete(f, turn, script),
    }
}

#[doc(alias = "createTemplateService")]
fn create(f: &Facts<'_>, turn: &mut Turn<'_>, set: &ReplicaSet, name: String, script: &mut Script<'_>) {
    let template = &turn.template.name;
    let made = match f.seen.services.iter().find(|service| service.name == name) {
        Some(service) if service.template.as_ref() == Some(template) => Ok(()),
        Some(_) => {
            Err(format!("service {name} already exists and is not owned by experiment template {template}"))
        }
        None => {
            let (template, replica_set) = (template.clone(), set.name.clone());
            let create = Action::CreateService { name: name.clone(), template, replica_set };
            script.act(create).map_err(|refused| refused.message.clone())
        }
    };
    match made {
        Ok(()) => {
            turn.next.service_name = name;
            turn.next.pod_template_hash.clone_from(&set.hash);
        }
        Err(message) => {
            let text = format!("Failed to create Service {name} for template '{template}': {message}");
            turn.err(text);
        }
    }
}

#[doc(alias = "deleteTemplateService")]
fn delete(f: &Facts<'_>, turn: &mut Turn<'_>, script: &mut Script<'_>) {
    let Some(service) = f.seen.service(&turn.template.name) else {
        return;
    };
    match script.act(Action::DeleteService { name: service.name.clone() }) {
        Ok(()) => {
            turn.next.service_name.clear();
            turn.next.pod_template_hash.clear();
        }
        Err(refused) => turn.err(format!(
            "Failed to delete Service {} for template '{}': {}",
            service.name, turn.template.name, refused.message
        )),
    }
}
