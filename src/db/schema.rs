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
);
