#include "store/concern_content.hpp"

#include "core/json.hpp"
#include "core/json_writer.hpp"
#include "person/person_json.hpp"
#include "store/content.hpp"

namespace badgewatch::store {
namespace {

const core::Error unreadable(core::Errc::internal, "A stored record cannot be read.");

std::string text_in(const core::Json& json, std::string_view name) {
  const auto* member = json.find(name);
  const auto* value = member == nullptr ? nullptr : member->string();
  return value == nullptr ? "" : *value;
}

}  // namespace

std::string categories_text(const std::set<domain::ConcernCategory>& categories) {
  std::string text;
  for (const auto one : categories)
    text += (text.empty() ? "" : " ") + std::string(name_of(one));
  return text;
}

std::string concern_content(const domain::Concern& concern) {
  core::JsonWriter head;
  head.begin_object().member("categories", categories_text(concern.categories)).end_object();
  auto text = std::move(head).take() + '\n';
  core::JsonWriter writer;
  person::write_person(writer, concern.subject);
  return text += writer.text();
}

std::string concern_particulars(const domain::Concern& concern) {
  core::JsonWriter writer;
  writer.begin_object();
  if (concern.observed_from) writer.member("observed_from", concern.observed_from->iso());
  if (concern.observed_to) writer.member("observed_to", concern.observed_to->iso());
  writer.member("observed_where", concern.observed_where);
  writer.member("source", name_of(concern.source)).member("particulars", concern.particulars);
  writer.member("your_reference", concern.your_reference).member("issuer", concern.issuer);
  writer.member("child_sexual_exploitation", concern.is_about_child_sexual_exploitation);
  return std::move(writer.end_object()).take();
}

core::Result<void> read_concern_content(std::string_view text, domain::Concern& concern) {
  auto subject = read_person_of(text);
  if (!subject) return subject.error();
  concern.subject = std::move(*subject);
  return {};
}

core::Result<void> read_concern_particulars(std::string_view text, domain::Concern& concern) {
  const auto json = core::parse_json(text);
  if (!json) return unreadable;
  concern.observed_from = core::Date::parse_iso(text_in(*json, "observed_from"));
  concern.observed_to = core::Date::parse_iso(text_in(*json, "observed_to"));
  concern.observed_where = text_in(*json, "observed_where");
  const auto source = domain::concern_source_named(text_in(*json, "source"));
  if (!source) return unreadable;
  concern.source = *source;
  concern.particulars = text_in(*json, "particulars");
  concern.your_reference = text_in(*json, "your_reference");
  concern.issuer = text_in(*json, "issuer");
  const auto* exploitation = json->find("child_sexual_exploitation");
  concern.is_about_child_sexual_exploitation =
      exploitation != nullptr && exploitation->boolean() != nullptr && *exploitation->boolean();
  return {};
}

std::string concern_step_content(const ports::ConcernStep& step) {
  core::JsonWriter writer;
  writer.begin_object().member("reasons", step.reasons).member("by", step.by);
  return std::move(writer.end_object()).take();
}

core::Result<void> read_concern_step_content(std::string_view text, ports::ConcernStep& step) {
  const auto json = core::parse_json(text);
  if (!json) return unreadable;
  step.reasons = text_in(*json, "reasons");
  step.by = text_in(*json, "by");
  return {};
}

}  // namespace badgewatch::store
