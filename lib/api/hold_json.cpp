#include "api/hold_json.hpp"

namespace badgewatch::api {

void write_hold(core::JsonWriter& out, const ports::Hold& hold) {
  out.begin_object().member("id", hold.id.text()).member("authority", hold.authority);
  out.member("cause", domain::name_of(hold.cause)).member("state", domain::name_of(hold.state));
  out.member("begun_at", core::to_text(hold.begun_at)).member("entries", hold.entries);
  out.member("alerts_waiting", hold.alerts_waiting).key("posted_by").begin_array();
  for (const auto& poster : hold.posted_by)
    out.value(poster);
  out.end_array().key("released_at");
  if (hold.released_at)
    out.value(core::to_text(*hold.released_at));
  else
    out.value(nullptr);
  out.key("released_by");
  if (hold.released_by.empty())
    out.value(nullptr);
  else
    out.value(hold.released_by);
  out.end_object();
}

}  // namespace badgewatch::api
