// Alerts as they are read, with the number of the licence that they are about.
#pragma once

#include "ports/alerts.hpp"
#include "store/sealing.hpp"
#include "store/session.hpp"

namespace badgewatch::store {

// The beginning of a query of `alert as a`, up to its `where`: what read_alert() reads. A licence
// is never deleted while an alert names it, but an alert without one is still shown. Licence and
// duty may be a former authority's.
inline constexpr char alert_columns[] =
    "select a.id, a.number, a.raised_at, a.kind, a.state, a.entry_type, a.entry,"
    "       a.recording_authority, a.band, a.probability, l.id, l.version, l.key_version,"
    "       l.data_key, l.content, a.change, a.changed_on, a.check_id,"
    "       d.kind, d.about_type, d.about, a.request,"
    "       case when a.check_id is not null then"
    "         (select o.result from case_outcome as o"
    "           where o.authority = any (acts_for(a.authority)) and o.check_id = a.check_id"
    "           order by o.number desc limit 1) end,"
    "       l.authority"
    " from alert as a"
    " left join lateral ("
    "   select l.authority, l.id, l.version, l.key_version, l.data_key, l.content from licence as l"
    "   where l.authority = any (acts_for(a.authority)) and l.id = a.licence limit 1) as l on true"
    " left join lateral ("
    "   select d.kind, d.about_type, d.about from duty as d"
    "   where a.kind = 'duty_due' and d.authority = any (acts_for(a.authority)) and d.id = a.entry"
    "   limit 1) as d on true";

core::Result<ports::Alert> read_alert(const Rows& rows, int row, const Sealer& sealer);
core::Result<std::vector<ports::Alert>> read_alerts(const Rows& rows, const Sealer& sealer);

enum class Numbers { of_alerts, of_events };

// For an empty page: nothing has come behind `after`, or that number was never given
// (Errc::malformed).
core::Result<void> check_given(Session& session, const ports::Caller& caller, std::int64_t after,
                               Numbers which);

}  // namespace badgewatch::store
