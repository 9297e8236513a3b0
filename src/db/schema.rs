//! The tables, as the program sees them. Written by hand beside the migrations; a test reads every table on both engines.

diesel::table! {
    users (id) {
        id -> BigInt,
        login -> Text,
        name -> Text,
        role -> Text,
        unit_code -> Nullable<Text>,
        password_hash -> Text,
        created_at -> Timestamp,
        disabled_at -> Nullable<Timestamp>,
        change -> BigInt,
    }
}

diesel::table! {
    sessions (token_hash) {
        token_hash -> Text,
        user_id -> BigInt,
        created_at -> Timestamp,
        expires_at -> Timestamp,
        revoked_at -> Nullable<Timestamp>,
        address -> Nullable<Text>,
    }
}

diesel::table! {
    tokens (id) {
        id -> BigInt,
        name -> Text,
        token_hash -> Text,
        scopes -> Text,
        methods -> Text,
        unit_code -> Nullable<Text>,
        address_range -> Nullable<Text>,
        created_by -> Text,
        created_at -> Timestamp,
        expires_at -> Timestamp,
        revoked_at -> Nullable<Timestamp>,
    }
}

diesel::table! {
    units (code, valid_from) {
        code -> Text,
        valid_from -> Date,
        valid_until -> Nullable<Date>,
        name -> Text,
        level -> Text,
        parent_code -> Nullable<Text>,
    }
}

diesel::table! {
    unit_successors (code, successor_code, on_date) {
        code -> Text,
        successor_code -> Text,
        on_date -> Date,
    }
}

diesel::table! {
    plans (id) {
        id -> BigInt,
        code -> Text,
        title_vi -> Text,
        title_en -> Text,
        state -> Text,
        file_name -> Text,
        source -> Text,
        hash -> Text,
        reports_due -> Nullable<Timestamp>,
        change -> BigInt,
        created_by -> Text,
        created_at -> Timestamp,
    }
}

diesel::table! {
    participants (plan_id, position) {
        plan_id -> BigInt,
        position -> BigInt,
        code -> Text,
        name -> Text,
        level -> BigInt,
        subject -> Nullable<BigInt>,
        parent -> Nullable<BigInt>,
        cluster -> Nullable<BigInt>,
        source -> Nullable<BigInt>,
    }
}

diesel::table! {
    participant_groups (plan_id, kind, position) {
        plan_id -> BigInt,
        kind -> Text,
        position -> BigInt,
        code -> Text,
        name_vi -> Text,
        name_en -> Text,
    }
}

diesel::table! {
    uploads (id) {
        id -> BigInt,
        plan_id -> BigInt,
        state -> Text,
        file_name -> Text,
        size -> BigInt,
        sha256 -> Text,
        uploaded_by -> Text,
        uploaded_at -> Timestamp,
        headers -> Text,
    }
}

diesel::table! {
    upload_parts (upload_id, number) {
        upload_id -> BigInt,
        number -> BigInt,
        bytes -> Binary,
    }
}

diesel::table! {
    report_versions (id) {
        id -> BigInt,
        plan_id -> BigInt,
        unit -> BigInt,
        number -> BigInt,
        state -> Text,
        change -> BigInt,
        upload_id -> Nullable<BigInt>,
        errors -> BigInt,
        warnings -> BigInt,
        late -> Bool,
        received_at -> Timestamp,
        made_by -> Text,
        made_at -> Timestamp,
        vouched_by -> Nullable<Text>,
        reason -> Nullable<Text>,
        decided_by -> Nullable<Text>,
        decided_at -> Nullable<Timestamp>,
        decision_note -> Nullable<Text>,
    }
}

diesel::table! {
    figure_lists (version_id) {
        version_id -> BigInt,
        list -> Text,
    }
}

diesel::table! {
    appraisals (id) {
        id -> BigInt,
        plan_id -> BigInt,
        unit -> BigInt,
        slot -> BigInt,
        number -> BigInt,
        change -> BigInt,
        kind -> BigInt,
        count -> Nullable<BigInt>,
        text -> Nullable<Text>,
        note -> Nullable<Text>,
        made_by -> Text,
        made_at -> Timestamp,
    }
}

diesel::table! {
    holds (id) {
        id -> BigInt,
        plan_id -> BigInt,
        unit -> BigInt,
        criterion -> Nullable<Text>,
        kind -> Text,
        reason -> Text,
        made_by -> Text,
        made_at -> Timestamp,
        lifted_by -> Nullable<Text>,
        lifted_at -> Nullable<Timestamp>,
        lift_reason -> Nullable<Text>,
    }
}

diesel::table! {
    choices (id) {
        id -> BigInt,
        plan_id -> BigInt,
        unit -> BigInt,
        award -> Text,
        kind -> Text,
        reason -> Text,
        made_by -> Text,
        made_at -> Timestamp,
        lifted_by -> Nullable<Text>,
        lifted_at -> Nullable<Timestamp>,
        lift_reason -> Nullable<Text>,
    }
}

diesel::table! {
    extensions (id) {
        id -> BigInt,
        plan_id -> BigInt,
        unit -> BigInt,
        until -> Timestamp,
        granted_by -> Text,
        reason -> Text,
        made_by -> Text,
        made_at -> Timestamp,
    }
}

diesel::table! {
    snapshots (id) {
        id -> BigInt,
        plan_id -> BigInt,
        number -> BigInt,
        state -> Text,
        change -> BigInt,
        as_of -> Nullable<Timestamp>,
        input_hash -> Text,
        inputs -> Text,
        result_hash -> Text,
        result -> Text,
        csv -> Text,
        made_by -> Text,
        made_at -> Timestamp,
        reason -> Nullable<Text>,
        decided_by -> Nullable<Text>,
        decided_at -> Nullable<Timestamp>,
        decision_reason -> Nullable<Text>,
    }
}

diesel::table! {
    webhooks (id) {
        id -> BigInt,
        url -> Text,
        secret -> Text,
        kinds -> Text,
        plan_id -> Nullable<BigInt>,
        rights -> Text,
        unit_code -> Nullable<Text>,
        cursor -> BigInt,
        attempts -> BigInt,
        next_at -> Timestamp,
        claimed_until -> Nullable<Timestamp>,
        last_status -> Nullable<BigInt>,
        last_error -> Nullable<Text>,
        made_by -> Text,
        made_at -> Timestamp,
        disabled_at -> Nullable<Timestamp>,
        deleted_at -> Nullable<Timestamp>,
    }
}

diesel::table! {
    audit (seq) {
        seq -> BigInt,
        at -> Timestamp,
        actor -> Text,
        address -> Nullable<Text>,
        action -> Text,
        plan_id -> Nullable<BigInt>,
        unit_code -> Nullable<Text>,
        object -> Text,
        before -> Nullable<Text>,
        after -> Nullable<Text>,
        previous_hash -> Text,
        hash -> Text,
    }
}

diesel::table! {
    once_keys (actor, key) {
        actor -> Text,
        key -> Text,
        request_hash -> Text,
        at -> Timestamp,
        status -> Nullable<BigInt>,
        etag -> Nullable<Text>,
        body -> Nullable<Text>,
    }
}

diesel::table! {
    nominations (id) {
        id -> BigInt,
        plan_id -> BigInt,
        number -> BigInt,
        unit -> BigInt,
        nominator -> BigInt,
        kind -> Text,
        award -> Text,
        name -> Text,
        folded -> Text,
        birth_year -> Nullable<BigInt>,
        position -> Text,
        summary -> Text,
        figures -> Text,
        state -> Text,
        change -> BigInt,
        made_by -> Text,
        made_at -> Timestamp,
        decided_by -> Nullable<Text>,
        decided_at -> Nullable<Timestamp>,
        decision_note -> Nullable<Text>,
        erased_by -> Nullable<Text>,
        erased_at -> Nullable<Timestamp>,
        erase_reason -> Nullable<Text>,
        apart_from -> Nullable<Text>,
        apart_reason -> Nullable<Text>,
    }
}

diesel::table! {
    nomination_rankings (id) {
        id -> BigInt,
        plan_id -> BigInt,
        number -> BigInt,
        input_hash -> Text,
        inputs -> Text,
        result_hash -> Text,
        result -> Text,
        made_by -> Text,
        made_at -> Timestamp,
    }
}

diesel::table! {
    cases (id) {
        id -> BigInt,
        plan_id -> BigInt,
        number -> BigInt,
        subject -> Text,
        unit -> BigInt,
        nomination_id -> Nullable<BigInt>,
        award -> Text,
        state -> Text,
        held -> Bool,
        border -> Nullable<BigInt>,
        snapshot -> BigInt,
        place -> Nullable<BigInt>,
        reason -> Text,
        since -> Timestamp,
        change -> BigInt,
        made_by -> Text,
        made_at -> Timestamp,
    }
}

diesel::table! {
    case_steps (case_id, number) {
        case_id -> BigInt,
        number -> BigInt,
        action -> Text,
        from_state -> Text,
        to_state -> Text,
        reason -> Nullable<Text>,
        note -> Nullable<Text>,
        made_by -> Text,
        made_at -> Timestamp,
    }
}

diesel::table! {
    dossier_files (id) {
        id -> BigInt,
        plan_id -> BigInt,
        case_id -> Nullable<BigInt>,
        nomination_id -> Nullable<BigInt>,
        state -> Text,
        part -> Text,
        file_name -> Text,
        media_type -> Text,
        size -> BigInt,
        sha256 -> Text,
        made_by -> Text,
        made_at -> Timestamp,
        removed_by -> Nullable<Text>,
        removed_at -> Nullable<Timestamp>,
        remove_reason -> Nullable<Text>,
    }
}

diesel::table! {
    dossier_file_parts (file_id, number) {
        file_id -> BigInt,
        number -> BigInt,
        bytes -> Binary,
    }
}

diesel::table! {
    publicities (id) {
        id -> BigInt,
        plan_id -> BigInt,
        number -> BigInt,
        starts_on -> Date,
        ends_on -> Date,
        state -> Text,
        note -> Nullable<Text>,
        made_by -> Text,
        made_at -> Timestamp,
        ended_by -> Nullable<Text>,
        ended_at -> Nullable<Timestamp>,
    }
}

diesel::table! {
    publicity_cases (publicity_id, case_id) {
        publicity_id -> BigInt,
        case_id -> BigInt,
    }
}

diesel::table! {
    objections (id) {
        id -> BigInt,
        publicity_id -> BigInt,
        case_id -> BigInt,
        received_on -> Date,
        sender -> Nullable<Text>,
        content -> Text,
        made_by -> Text,
        made_at -> Timestamp,
        settled_on -> Nullable<Date>,
        settlement -> Nullable<Text>,
        settle_note -> Nullable<Text>,
        settled_by -> Nullable<Text>,
        settled_at -> Nullable<Timestamp>,
    }
}

diesel::table! {
    council_members (id) {
        id -> BigInt,
        council -> Text,
        login -> Nullable<Text>,
        name -> Text,
        position -> Text,
        role -> Text,
        from_date -> Date,
        until_date -> Nullable<Date>,
        change -> BigInt,
        made_by -> Text,
        made_at -> Timestamp,
    }
}

diesel::table! {
    member_units (member_id, unit_code, from_date) {
        member_id -> BigInt,
        unit_code -> Text,
        from_date -> Date,
        until_date -> Nullable<Date>,
    }
}

diesel::table! {
    council_sessions (id) {
        id -> BigInt,
        plan_id -> BigInt,
        number -> BigInt,
        state -> Text,
        place -> Text,
        held_on -> Date,
        note -> Nullable<Text>,
        change -> BigInt,
        made_by -> Text,
        made_at -> Timestamp,
        opened_at -> Nullable<Timestamp>,
        closed_at -> Nullable<Timestamp>,
    }
}

diesel::table! {
    attendance (session_id, number) {
        session_id -> BigInt,
        number -> BigInt,
        member_id -> BigInt,
        kind -> Text,
        made_by -> Text,
        made_at -> Timestamp,
    }
}

diesel::table! {
    recusals (session_id, case_id, member_id) {
        session_id -> BigInt,
        case_id -> BigInt,
        member_id -> BigInt,
        reason -> Text,
        made_by -> Text,
        made_at -> Timestamp,
    }
}

diesel::table! {
    session_items (id) {
        id -> BigInt,
        session_id -> BigInt,
        number -> BigInt,
        case_id -> BigInt,
        round -> BigInt,
        state -> Text,
        rule -> Nullable<Text>,
        opened_at -> Nullable<Timestamp>,
        closed_at -> Nullable<Timestamp>,
        members -> Nullable<BigInt>,
        recused -> Nullable<BigInt>,
        present -> Nullable<BigInt>,
        in_writing -> Nullable<BigInt>,
        cast_votes -> Nullable<BigInt>,
        votes_for -> Nullable<BigInt>,
        votes_against -> Nullable<BigInt>,
        votes_blank -> Nullable<BigInt>,
        base -> Nullable<BigInt>,
        required -> Nullable<BigInt>,
        reached -> Nullable<Bool>,
        result -> Nullable<Text>,
    }
}

diesel::table! {
    item_members (item_id, member_id) {
        item_id -> BigInt,
        member_id -> BigInt,
        standing -> Text,
    }
}

diesel::table! {
    votes (item_id, member_id) {
        item_id -> BigInt,
        member_id -> BigInt,
        choice -> Nullable<Text>,
        in_writing -> Bool,
        made_by -> Text,
        made_at -> Nullable<Timestamp>,
    }
}

diesel::table! {
    ballots (item_id, code) {
        item_id -> BigInt,
        code -> Text,
        choice -> Text,
    }
}

diesel::table! {
    submissions (id) {
        id -> BigInt,
        plan_id -> BigInt,
        number -> Text,
        sent_on -> Date,
        note -> Nullable<Text>,
        made_by -> Text,
        made_at -> Timestamp,
    }
}

diesel::table! {
    submission_cases (submission_id, case_id) {
        submission_id -> BigInt,
        case_id -> BigInt,
    }
}

diesel::table! {
    decisions (id) {
        id -> BigInt,
        plan_id -> BigInt,
        kind -> Text,
        number -> Text,
        issued_on -> Date,
        issuer -> Text,
        signatory -> Text,
        position -> Text,
        bases -> Text,
        rule_pack -> Text,
        amends -> Nullable<BigInt>,
        reason_code -> Nullable<Text>,
        reason -> Nullable<Text>,
        departures -> BigInt,
        number_key -> Text,
        made_by -> Text,
        made_at -> Timestamp,
    }
}

diesel::table! {
    awards (id) {
        id -> BigInt,
        decision_id -> BigInt,
        case_id -> BigInt,
        plan_id -> BigInt,
        subject -> Text,
        unit_code -> Text,
        unit_name -> Text,
        nomination_id -> Nullable<BigInt>,
        folded -> Text,
        kind -> Text,
        kind_vi -> Text,
        kind_en -> Text,
        leads -> Nullable<Bool>,
        award -> Text,
        form -> Text,
        title -> Nullable<Text>,
        form_name -> Nullable<Text>,
        year -> BigInt,
        money -> Nullable<BigInt>,
        coefficient -> Nullable<Text>,
        base_wage -> Nullable<BigInt>,
        unsure -> Text,
        budget -> Nullable<Text>,
        handed_over_on -> Nullable<Date>,
        hand_over_note -> Nullable<Text>,
        handed_over_by -> Nullable<Text>,
        handed_over_at -> Nullable<Timestamp>,
        revoked_by_decision -> Nullable<BigInt>,
        revoked_on -> Nullable<Date>,
        revoke_reason -> Nullable<Text>,
    }
}

diesel::table! {
    decision_changes (decision_id, number) {
        decision_id -> BigInt,
        number -> BigInt,
        award_id -> BigInt,
        kind -> Text,
        field -> Nullable<Text>,
        before_text -> Nullable<Text>,
        after_text -> Nullable<Text>,
    }
}

diesel::joinable!(figure_lists -> report_versions (version_id));
diesel::allow_tables_to_appear_in_same_query!(
    users,
    sessions,
    tokens,
    units,
    unit_successors,
    plans,
    participants,
    participant_groups,
    uploads,
    upload_parts,
    report_versions,
    figure_lists,
    appraisals,
    holds,
    choices,
    extensions,
    snapshots,
    webhooks,
    once_keys,
    audit,
    nominations,
    nomination_rankings,
    cases,
    case_steps,
    dossier_files,
    dossier_file_parts,
    publicities,
    publicity_cases,
    objections,
    council_members,
    member_units,
    council_sessions,
    attendance,
    recusals,
    session_items,
    item_members,
    votes,
    ballots,
    submissions,
    submission_cases,
    decisions,
    awards,
    decision_changes,
);
