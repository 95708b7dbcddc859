#include "api/misuse_json.hpp"

namespace badgewatch::api {

void write_misuse_flag(core::JsonWriter& out, const ports::MisuseFlag& one,
                       const ActorNames& names) {
  out.begin_object().member("id", one.id.text());
  out.member("raised_at", core::to_text(one.raised_at)).member("day", one.flag.day.iso());
  out.member("pattern", domain::name_of(one.flag.pattern)).member("actor", one.flag.actor);
  out.member("sentence", one.flag.sentence).key("checks").begin_array();
  for (const auto& check : one.flag.checks)
    out.value(check.text());
  out.end_array().member("state", one.outcome ? "reviewed" : "raised");
  if (one.outcome) {
    out.key("review").begin_object().member("outcome", domain::name_of(*one.outcome));
    out.member("reviewed_at", core::to_text(*one.reviewed_at));
    out.member("reviewed_by", one.reviewed_by);
    const auto name = names.find(one.reviewed_by);
    if (name != names.end()) out.member("reviewed_by_name", name->second);
    out.member("reason", one.reason).end_object();
  }
  out.end_object();
}

}  // namespace badgewatch::api
