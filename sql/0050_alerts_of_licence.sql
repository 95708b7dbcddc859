-- Alerts are looked for by their licence, and counted by kind and state without reading them.
create index alert_of_licence on alert (authority, licence, number) where licence is not null;
create index alert_by_kind on alert (authority, kind, state, raised_at);
