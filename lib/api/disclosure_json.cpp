#include "api/disclosure_json.hpp"

namespace badgewatch::api {

namespace {

void write_instant(core::JsonWriter& out, std::string_view name,
                   const std::optional<core::Instant>& at) {
  out.key(name);
  if (at)
    out.value(core::to_text(*at));
  else
    out.value(nullptr);
}

void write_facts(core::JsonWriter& out, const ports::DisclosureRequest& request,
                 std::string_view authority, core::Date today) {
  out.member("id", request.id.text()).member("state", domain::name_of(request.state));
  out.member("asked_by", request.asked_by).member("asked_of", request.asked_of);
  out.key("entry").begin_object().member("type", request.entry_type);
  out.member("id", request.entry.text());
  out.member("recording_authority", request.asked_of).end_object();
  // The asker's check is the asker's own.
  out.key("check");
  if (authority == request.asked_by)
    out.value(request.check.text());
  else
    out.value(nullptr);
  out.member("received_at", core::to_text(request.received_at));
  out.member("answer_by", request.answer_by.iso());
  const bool withdrawn = request.state == domain::DisclosureState::withdrawn;
  const auto until = request.answered_at ? core::uk_date(*request.answered_at) : today;
  out.member("late", !withdrawn && request.answer_by < until);
  write_instant(out, "answered_at", request.answered_at);
  write_instant(out, "ended_at", request.ended_at);
  out.key("possible").begin_array();
  if (const auto side = request.side_of(authority))
    for (const auto act : domain::possible_acts(request.state, *side))
      out.value(domain::name_of(act));
  out.end_array();
}

void write_item(core::JsonWriter& out, const ports::DisclosureItem& item) {
  out.begin_object().member("id", item.id.text()).member("kind", ports::name_of(item.kind));
  out.member("said_by", item.said_by).member("name", item.name);
  out.member("said_at", core::to_text(item.said_at));
  if (item.kind == ports::DisclosureItemKind::attachment) {
    out.key("file").begin_object().member("name", item.text);
    out.member("media_type", item.media_type).member("bytes", item.bytes).end_object();
  } else {
    out.member("text", item.text);
  }
  out.end_object();
}

void write_change(core::JsonWriter& out, const ports::DisclosedChange& change) {
  out.begin_object().member("change", change.change).member("on", change.on.iso());
  out.member("recorded_at", core::to_text(change.recorded_at)).member("state", change.state);
  out.key("reason");
  if (change.reason.empty())
    out.value(nullptr);
  else
    out.value(change.reason);
  out.end_object();
}

}  // namespace

void write_disclosure(core::JsonWriter& out, const ports::DisclosureRequest& request,
                      std::string_view authority, core::Date today) {
  out.begin_object();
  write_facts(out, request, authority, today);
  out.end_object();
}

std::string disclosure_json(const ports::DisclosureRequest& request, std::string_view authority,
                            core::Date today) {
  core::JsonWriter out;
  out.begin_object();
  write_facts(out, request, authority, today);
  out.key("items").begin_array();
  for (const auto& item : request.items)
    write_item(out, item);
  out.end_array().key("changes").begin_array();
  for (const auto& change : request.changes)
    write_change(out, change);
  return std::move(out.end_array().end_object()).take();
}

}  // namespace badgewatch::api
