//! Figures on the service itself, for Prometheus.

use std::sync::LazyLock;
use std::time::Instant;

use actix_web::body::MessageBody;
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::Method;
use actix_web::middleware::Next;
use actix_web::{HttpResponse, get};
use prometheus::{Encoder, HistogramOpts, HistogramVec, IntGauge, Opts, Registry, TextEncoder};

use super::answer::Call;
use super::problem::Refused;
use crate::app::service::Service;

/// What is measured in this process.
struct Metrics {
    registry: Registry,
    requests: HistogramVec,
    listeners: IntGauge,
    connections: IntGauge,
    idle_connections: IntGauge,
    audit_records: IntGauge,
}

static METRICS: LazyLock<Metrics> = LazyLock::new(|| {
    let registry = Registry::new();
    let options = HistogramOpts::new("thidua_requests_seconds", "Requests by route, method and status");
    let options = options.buckets(vec![0.001, 0.005, 0.02, 0.1, 0.5, 2.0, 10.0]);
    let requests = HistogramVec::new(options, &["route", "method", "status"]).expect("the names are right");
    let gauge = |name: &str, help: &str| {
        let gauge = IntGauge::with_opts(Opts::new(name, help)).expect("the name is right");
        registry.register(Box::new(gauge.clone())).expect("the name is there once");
        gauge
    };
    registry.register(Box::new(requests.clone())).expect("the name is there once");
    Metrics {
        listeners: gauge("thidua_event_listeners", "Open streams of events"),
        connections: gauge("thidua_database_connections", "Connections to the database"),
        idle_connections: gauge("thidua_database_connections_idle", "Connections that nobody uses now"),
        audit_records: gauge("thidua_audit_records", "Records in the audit log"),
        requests,
        registry,
    }
});

/// Measures every request.
pub async fn measure(
    request: ServiceRequest,
    next: Next<impl MessageBody>,
) -> Result<ServiceResponse<impl MessageBody>, actix_web::Error> {
    let began = Instant::now();
    // A client can make methods up.
    let known = [Method::GET, Method::POST, Method::PUT, Method::DELETE, Method::HEAD, Method::OPTIONS];
    let method = known.iter().find(|known| *known == request.method()).map_or("other", Method::as_str);
    let method = method.to_owned();
    // The pattern, so that there are as many series as routes and not as addresses.
    let route = request.match_pattern().unwrap_or_else(|| "unknown".to_owned());
    let done = next.call(request).await;
    let status = match &done {
        Ok(response) => response.status(),
        Err(error) => error.as_response_error().status_code(),
    };
    let labels = [route.as_str(), method.as_str(), status.as_str()];
    METRICS.requests.with_label_values(&labels).observe(began.elapsed().as_secs_f64());
    done
}

/// The figures, for who may read the audit log: Prometheus comes with a token that carries `view_audit`.
#[get("/metrics")]
pub async fn metrics(call: Call) -> Result<HttpResponse, Refused> {
    let state = call.run(Service::health).await?;
    let metrics = &*METRICS;
    metrics.listeners.set(i64::try_from(state.listeners).unwrap_or(i64::MAX));
    metrics.connections.set(i64::from(state.connections));
    metrics.idle_connections.set(i64::from(state.idle_connections));
    metrics.audit_records.set(state.audit_records);
    let mut text = Vec::new();
    TextEncoder::new()
        .encode(&metrics.registry.gather(), &mut text)
        .expect("memory takes whatever is written to it");
    Ok(HttpResponse::Ok().content_type("text/plain; version=0.0.4").body(text))
}
