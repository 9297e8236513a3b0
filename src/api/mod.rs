//! REST under `/api/v1`: the wire types, and for each operation the few lines from a request to a use case and back.

#![expect(unused_qualifications, reason = "the macros that document operations write paths of their own")]

pub mod answer;
pub mod appraisal;
pub mod audit;
mod award;
pub mod award_list;
pub mod blocker;
pub mod body;
pub mod calendar;
mod case;
mod case_body;
mod choice;
pub mod cluster;
pub mod completeness;
mod council;
mod council_session;
mod decision;
mod decision_body;
mod document;
pub mod dossier;
pub mod dossier_file;
pub mod event;
mod explanation;
pub mod export;
mod finding;
pub mod health;
pub mod hold;
pub mod identity;
pub mod kept;
mod malformed;
pub mod metrics;
pub mod milestone;
pub mod nomination;
pub mod nomination_ranking;
pub mod objection;
pub mod once;
mod page;
pub mod paper;
pub mod parameter;
pub mod plan;
mod preview;
pub mod problem;
mod public_list;
pub mod publicity;
pub mod ranking;
pub mod read_query;
pub mod recommendation;
mod rehearsal;
pub mod remark;
pub mod report;
pub mod rescore;
mod rule_body;
pub mod session;
mod session_item;
mod session_item_body;
mod session_vote;
pub mod snapshot;
mod stage;
mod submission;
pub mod token;
pub mod unit;
pub mod upload;
pub mod user;
pub mod webhook;

use utoipa::OpenApi;
use utoipa::openapi::security::{ApiKey, ApiKeyValue, Http, HttpAuthScheme, SecurityScheme};
use utoipa_actix_web::scope;
use utoipa_actix_web::service_config::ServiceConfig;

/// Every operation there is, on one screen.
#[expect(clippy::too_many_lines, reason = "a list of one line each")]
pub fn routes(config: &mut ServiceConfig<'_>) {
    config.service(
        scope("/api/v1")
            .service(session::log_in)
            .service(session::log_out)
            .service(session::list_sessions)
            .service(session::end_session)
            .service(session::who_am_i)
            .service(session::change_password)
            .service(user::list_users)
            .service(user::add_user)
            .service(user::get_user)
            .service(user::change_user)
            .service(user::end_user_sessions)
            .service(user::disable_user)
            .service(user::reset_user)
            .service(token::add_token)
            .service(token::list_tokens)
            .service(token::revoke_token)
            .service(unit::list_units)
            .service(unit::import_units)
            .service(unit::merge_units)
            .service(unit::get_unit)
            .service(unit::take_plan_units)
            .service(plan::list_plans)
            .service(plan::add_plan)
            .service(plan::get_plan)
            .service(plan::replace_plan)
            .service(plan::get_plan_source)
            .service(plan::set_reports_due)
            .service(plan::move_plan)
            .service(blocker::list_blockers)
            .service(plan::replace_plan_units)
            .service(plan::list_plan_units)
            .service(cluster::list_clusters)
            .service(upload::add_upload)
            .service(upload::preview_upload)
            .service(upload::get_rejected_rows)
            .service(upload::commit_upload)
            .service(completeness::get_completeness)
            .service(milestone::list_milestones)
            .service(milestone::list_unit_milestones)
            .service(calendar::get_milestone_calendar)
            .service(report::list_reports)
            .service(report::list_report_versions)
            .service(report::get_report_version)
            .service(report::accept_report)
            .service(report::return_report)
            .service(remark::list_remarks)
            .service(hold::add_extension)
            .service(hold::list_extensions)
            .service(appraisal::add_appraisal)
            .service(appraisal::list_appraisals)
            .service(hold::add_hold)
            .service(hold::lift_hold)
            .service(hold::list_holds)
            .service(ranking::get_ranking)
            .service(ranking::get_unit_standing)
            .service(ranking::export_ranking)
            .service(recommendation::get_recommendations)
            .service(choice::add_choices)
            .service(choice::take_over_ties)
            .service(choice::lift_choice)
            .service(choice::list_choices)
            .service(rehearsal::rehearse_plan)
            .service(case::open_cases)
            .service(case::list_cases)
            .service(case::step_cases)
            .service(case::step_case)
            .service(case::get_case)
            .service(paper::get_document)
            .service(award_list::get_award_list)
            .service(snapshot::list_snapshots)
            .service(snapshot::get_snapshot)
            .service(snapshot::get_snapshot_inputs)
            .service(snapshot::get_snapshot_bundle)
            .service(rescore::stage_rescore)
            .service(rescore::get_rescore)
            .service(rescore::decide_rescore)
            .service(stage::list_case_deadlines)
            .service(council::list_councils)
            .service(council::list_council_members)
            .service(council::add_council_member)
            .service(council::get_council_member)
            .service(council::change_council_member)
            .service(council_session::list_council_sessions)
            .service(council_session::add_council_session)
            .service(council_session::get_council_session)
            .service(council_session::change_council_session)
            .service(council_session::move_council_session)
            .service(council_session::add_attendance)
            .service(council_session::add_recusal)
            .service(council_session::withdraw_recusal)
            .service(session_item::add_session_items)
            .service(session_vote::open_session_votes)
            .service(session_vote::close_session_votes)
            .service(session_item::get_session_item)
            .service(session_item::remove_session_item)
            .service(session_vote::cast_vote)
            .service(session_vote::explain_session_item)
            .service(session_vote::void_session_item)
            .service(session_vote::settle_session_tie)
            .service(dossier::get_case_dossier)
            .service(dossier::add_case_file)
            .service(dossier::get_case_file)
            .service(dossier::remove_case_file)
            .service(dossier::get_nomination_dossier)
            .service(dossier::add_nomination_file)
            .service(dossier::get_nomination_file)
            .service(dossier::remove_nomination_file)
            .service(publicity::list_publicities)
            .service(publicity::add_publicity)
            .service(publicity::get_publicity)
            .service(publicity::extend_publicity)
            .service(publicity::end_publicity)
            .service(publicity::export_publicity)
            .service(objection::list_objections)
            .service(objection::add_objection)
            .service(objection::settle_objection)
            .service(public_list::get_public_list)
            .service(submission::add_submission)
            .service(submission::list_submissions)
            .service(decision::list_decisions)
            .service(decision::add_decision)
            .service(decision::get_decision)
            .service(decision::add_amendment)
            .service(decision::add_revocation)
            .service(decision::hand_over_awards)
            .service(award::list_awards)
            .service(award::get_award_statistics)
            .service(award::list_rules)
            .service(event::listen_events)
            .service(event::listen_plan_events)
            .service(webhook::list_webhooks)
            .service(webhook::add_webhook)
            .service(webhook::get_webhook)
            .service(webhook::change_webhook)
            .service(webhook::remove_webhook)
            .service(webhook::redeliver_webhook)
            .service(nomination::list_nominations)
            .service(nomination::add_nomination)
            .service(nomination::decide_nominations)
            .service(nomination::import_nominations)
            .service(nomination::get_nomination_template)
            .service(nomination::export_nominations)
            .service(nomination_ranking::get_person_ranking)
            .service(nomination_ranking::store_person_ranking)
            .service(nomination_ranking::list_person_rankings)
            .service(nomination_ranking::get_stored_person_ranking)
            .service(nomination_ranking::get_person_ranking_inputs)
            .service(nomination_ranking::list_public_persons)
            .service(nomination_ranking::get_due_persons)
            .service(nomination_ranking::erase_due_persons)
            .service(nomination::get_nomination)
            .service(nomination::change_nomination)
            .service(nomination::withdraw_nomination)
            .service(nomination::tell_nominations_apart)
            .service(nomination::appraise_nomination)
            .service(nomination_ranking::get_person_standing)
            .service(nomination_ranking::export_person)
            .service(nomination_ranking::erase_person)
            .service(audit::list_audit)
            .service(audit::verify_audit),
    );
}

/// What the document says besides its operations.
#[derive(OpenApi)]
#[openapi(
    info(
        title = "thidua",
        description = "Scoring of emulation contests (thi đua) and tracking of the rewards that follow. Decimals are strings, counts are integers, moments are UTC.",
        license(name = "Apache-2.0 OR MIT", identifier = "Apache-2.0 OR MIT")
    ),
    components(schemas(problem::ProblemBody)),
    security(("session" = []), ("token" = [])),
    tags(
        (name = "sessions", description = "Logging in and out."),
        (name = "users", description = "Who can log in, and what they may do."),
        (name = "tokens", description = "What programs may do."),
        (name = "units", description = "The register of units, with dates."),
        (name = "plans", description = "Plans: drafted, launched, collecting, closed, ranked, finalised."),
        (name = "uploads", description = "Files of reports: handed in, previewed, committed."),
        (name = "reports", description = "Reports by unit and version: accepted or returned."),
        (name = "milestones", description = "What is to be done by a day: by level, unit by unit, and as a calendar."),
        (name = "appraisals", description = "Points and verdicts given by hand."),
        (name = "holds", description = "Holds and exclusions by hand."),
        (name = "rankings", description = "Ranks, recommendations, explanations."),
        (name = "councils", description = "Councils: members, sessions, agendas, votes."),
        (name = "cases", description = "From a recommendation to an award: subjects on their way, step by step."),
        (name = "dossiers", description = "Parts of dossiers and the files that hold them."),
        (name = "publicity", description = "Lists made public for a time, and objections to them."),
        (name = "decisions", description = "Decisions and their awards: submitted, decided, amended, revoked, handed over; the register of all plans."),
        (name = "individuals", description = "Persons nominated for awards: nominated, ranked by number, told of and erased."),
        (name = "documents", description = "Letters and reports in the layout of Decree 30/2020/NĐ-CP."),
        (name = "events", description = "Changes as they happen, and addresses that are told of them."),
        (name = "audit", description = "Who changed what, chained by hashes.")
    ),
    modifiers(&Security)
)]
struct Document;

struct Security;

impl utoipa::Modify for Security {
    fn modify(&self, document: &mut utoipa::openapi::OpenApi) {
        let components = document.components.get_or_insert_default();
        let cookie = ApiKey::Cookie(ApiKeyValue::with_description(
            identity::COOKIE,
            "Set by logging in. Changes also need the header X-CSRF-Token with the value that logging in answers.",
        ));
        components.add_security_scheme("session", SecurityScheme::ApiKey(cookie));
        components.add_security_scheme("token", SecurityScheme::Http(Http::new(HttpAuthScheme::Bearer)));
    }
}

/// The OpenAPI document of the routes that serve.
pub fn document() -> utoipa::openapi::OpenApi {
    use utoipa::Modify;
    use utoipa_actix_web::AppExt;
    let (_, mut document) = actix_web::App::new()
        .into_utoipa_app()
        .openapi(Document::openapi())
        .configure(routes)
        .split_for_parts();
    document::Completed.modify(&mut document);
    document
}
