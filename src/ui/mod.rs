//! Pages for people: for each the few lines from a request to a use case and back to a template.

mod account;
mod appraisal_form;
mod appraisals;
mod asset;
mod audit;
mod award_statistics;
mod awards;
mod ballot;
mod case;
mod cases;
mod cluster_field;
mod clusters;
mod council_session;
mod council_sessions;
mod councils;
mod criterion;
mod deadlines;
mod decision;
mod decision_change;
mod decision_form;
mod decisions;
mod dossier;
mod fault;
mod firmness;
mod form;
mod hand_in;
mod head;
mod help;
mod help_kind;
mod help_plan;
mod home;
mod listing;
mod log_in;
mod manual;
mod matching;
mod milestone_calendar;
mod milestone_lines;
mod milestone_units;
mod milestones;
mod mine;
mod nomination;
mod nomination_file;
mod nomination_form;
mod nomination_ranking;
mod nominations;
mod overview;
mod page;
mod paper;
mod paper_form;
mod plan_file;
mod plans;
mod public_list;
mod publicities;
mod publicity;
mod ranking;
mod ranking_file;
mod rankings;
mod recommendation;
mod refusal;
mod rehearsal;
mod remarks;
mod report;
mod reports;
mod rescore;
mod session_item;
mod span;
mod stage;
mod timeline;
mod tokens;
mod typed_day;
mod typed_moment;
mod unit;
mod unit_list;
mod unit_merger;
mod units;
mod user;
mod users;
mod view;
mod visit;
mod webhook;
mod webhooks;
mod what_if;

use actix_web::web::ServiceConfig;
use actix_web::{HttpRequest, HttpResponse};

use crate::app::problem::NOT_FOUND;

/// Every page there is. (A fixed address comes before the addresses that it would fit.)
pub fn pages(config: &mut ServiceConfig) {
    config
        .configure(pages_of_everybody)
        .configure(pages_of_administration)
        .configure(pages_of_awards)
        .configure(pages_of_councils)
        .configure(pages_of_plans)
        .configure(pages_of_cases)
        .configure(pages_of_persons);
}

fn pages_of_everybody(config: &mut ServiceConfig) {
    config
        .service(asset::get_asset)
        .service(home::home)
        .service(home::choose_language)
        .service(public_list::show_public_list)
        .service(log_in::show_log_in)
        .service(log_in::log_in)
        .service(log_in::log_out)
        .service(plans::show_plans)
        .service(account::show_account)
        .service(account::change_password)
        .service(account::end_session)
        .service(manual::show_manual)
        .service(help::show_help)
        .service(help_plan::show_plan_keys)
        .service(help_plan::show_plan_key)
        .service(help_kind::show_kinds)
        .service(help_kind::show_kind)
        .service(help::show_help_of);
}

fn pages_of_administration(config: &mut ServiceConfig) {
    config
        .service(units::show_units)
        .service(unit_list::show_unit_list)
        .service(unit_list::take_unit_list)
        .service(unit_merger::show_merger)
        .service(unit_merger::merge)
        .service(units::show_registered_unit)
        .service(users::show_users)
        .service(users::add_user)
        .service(user::show_user)
        .service(user::change_user)
        .service(user::reset_user)
        .service(user::disable_user)
        .service(user::end_sessions)
        .service(tokens::show_tokens)
        .service(tokens::add_token)
        .service(tokens::stop_token)
        .service(webhooks::show_webhooks)
        .service(webhooks::add_webhook)
        .service(webhook::show_webhook)
        .service(webhook::switch_webhook)
        .service(webhook::redeliver)
        .service(webhook::remove_webhook)
        .service(audit::show_audit);
}

fn pages_of_awards(config: &mut ServiceConfig) {
    config
        .service(awards::show_awards)
        .service(awards::export_awards)
        .service(award_statistics::show_statistics)
        .service(award_statistics::export_statistics)
        .service(award_statistics::show_rules)
        .service(decisions::show_decisions)
        .service(decisions::show_submission)
        .service(decisions::submit)
        .service(decisions::show_new)
        .service(decisions::decide)
        .service(decision::show_hand_over)
        .service(decision::hand_over)
        .service(decision_change::show_amend)
        .service(decision_change::amend)
        .service(decision_change::show_revoke)
        .service(decision_change::revoke)
        .service(decision::show_decision);
}

fn pages_of_councils(config: &mut ServiceConfig) {
    config
        .service(councils::show_councils)
        .service(councils::show_council)
        .service(councils::add_member)
        .service(councils::show_member)
        .service(councils::change_member)
        .service(council_sessions::show_sessions)
        .service(council_sessions::plan_session)
        .service(council_session::show_session)
        .service(council_session::run_session)
        .service(session_item::show_item)
        .service(session_item::run_item)
        .service(ballot::show_ballot)
        .service(ballot::cast)
        .service(ballot::recuse)
        .service(ballot::recuse_back);
}

fn pages_of_plans(config: &mut ServiceConfig) {
    config
        .service(plan_file::show_new_plan)
        .service(plan_file::add_plan)
        .service(plan_file::check_plan)
        .service(plan_file::show_plan_file)
        .service(plan_file::replace_plan)
        .service(plan_file::replace_units)
        .service(overview::show_overview)
        .service(overview::move_plan)
        .service(rehearsal::show_rehearsal)
        .service(rehearsal::rehearse_file)
        .service(clusters::show_clusters)
        .service(mine::show_mine)
        .service(reports::show_reports)
        .service(remarks::show_remarks)
        .service(report::show_report)
        .service(report::decide_report)
        .service(milestones::show_milestones)
        .service(milestones::add_address)
        .service(milestones::stop_address)
        .service(milestone_calendar::show_calendar)
        .service(milestone_units::show_units)
        .service(milestone_units::export_units)
        .service(hand_in::show_hand_in)
        .service(hand_in::hand_in)
        .service(hand_in::get_template)
        .service(hand_in::show_preview)
        .service(hand_in::commit_upload)
        .service(hand_in::get_rejected)
        .service(criterion::show_criteria)
        .service(criterion::show_criterion)
        .service(paper::show_papers)
        .service(paper::show_paper)
        .service(paper::get_paper_file)
        .service(paper::get_award_list_file)
        .service(recommendation::show_recommendation)
        .service(recommendation::add_choices)
        .service(recommendation::take_over_ties)
        .service(recommendation::lift_choice)
        .service(appraisals::show_appraisals)
        .service(appraisals::give_appraisals)
        .service(deadlines::show_deadlines)
        .service(deadlines::set_due)
        .service(deadlines::grant)
        .service(rankings::show_rankings)
        .service(rankings::stage)
        .service(rescore::show_stored)
        .service(rescore::decide)
        .service(ranking::show_ranking)
        .service(ranking_file::export_view)
        .service(unit::show_unit)
        .service(unit::add_hold)
        .service(unit::lift_hold);
}

fn pages_of_cases(config: &mut ServiceConfig) {
    config
        .service(stage::show_case_deadlines)
        .service(dossier::show_case_dossier)
        .service(dossier::add_case_file)
        .service(dossier::get_case_file)
        .service(dossier::remove_case_file)
        .service(dossier::show_nomination_dossier)
        .service(dossier::add_nomination_file)
        .service(dossier::get_nomination_file)
        .service(dossier::remove_nomination_file)
        .service(publicities::show_publicities)
        .service(publicities::add_publicity)
        .service(publicity::show_publicity)
        .service(publicity::extend)
        .service(publicity::end)
        .service(publicity::object)
        .service(publicity::settle)
        .service(publicity::export)
        .service(cases::show_cases)
        .service(cases::open_cases)
        .service(cases::step_cases)
        .service(case::show_case)
        .service(case::step_case);
}

fn pages_of_persons(config: &mut ServiceConfig) {
    config
        .service(nominations::show_nominations)
        .service(nominations::accept_nominations)
        .service(nominations::erase_due)
        .service(nomination_form::show_new_nomination)
        .service(nomination_form::add_nomination)
        .service(nomination_file::show_file)
        .service(nomination_file::take_file)
        .service(nomination_file::get_template)
        .service(nomination_file::get_list)
        .service(nomination_ranking::show_person_ranking)
        .service(nomination_ranking::store_person_ranking)
        .service(nomination_form::show_change)
        .service(nomination_form::change_nomination)
        .service(nomination::show_nomination)
        .service(nomination::accept)
        .service(nomination::give_back)
        .service(nomination::tell_apart)
        .service(nomination::appraise)
        .service(nomination::withdraw)
        .service(nomination::erase)
        .service(nomination::export);
}

/// The page for an address that isn't there.
pub fn nothing_here(request: &HttpRequest) -> HttpResponse {
    fault::Fault::at(request, NOT_FOUND.with("what", request.path())).response()
}
