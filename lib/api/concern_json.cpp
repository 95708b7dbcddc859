#include "api/concern_json.hpp"

#include "core/json_reader.hpp"

#include <algorithm>
#include <array>

namespace badgewatch::api {

namespace {

using domain::ConcernOutcome;
using domain::ConcernSource;

constexpr std::size_t longest_particulars = 10'000;
constexpr std::size_t longest_reasons = 4'000;
constexpr std::size_t longest_place = 300;
constexpr std::size_t longest_name = 200;
constexpr std::size_t most_categories = 9;

constexpr std::array sources{ConcernSource::complaint,      ConcernSource::police,
                             ConcernSource::own_officer,    ConcernSource::operator_of_vehicles,
                             ConcernSource::another_agency, ConcernSource::court,
                             ConcernSource::media,          ConcernSource::other};
constexpr std::array outcomes{ConcernOutcome::suspended, ConcernOutcome::revoked,
                              ConcernOutcome::warned, ConcernOutcome::no_action,
                              ConcernOutcome::not_ours};

bool has_problem_at(const core::Problems& problems, std::string_view pointer) {
  return std::any_of(problems.begin(), problems.end(),
                     [&](const auto& one) { return one.pointer == pointer; });
}

// A narrative has lines, which other texts have not.
std::string narrative(core::JsonReader& reader, std::string_view key, std::size_t most) {
  const auto* member = reader.member(key);
  if (member == nullptr) return {};
  const auto* text = member->string();
  if (text == nullptr) {
    reader.problem(key, "must be a text");
    return {};
  }
  const auto length =
      static_cast<std::size_t>(std::count_if(text->begin(), text->end(), [](char one) {
        return (static_cast<unsigned char>(one) & 0xC0U) != 0x80U;
      }));
  if (length > most) reader.problem(key, "has more than " + std::to_string(most) + " characters");
  const bool is_plain = std::none_of(text->begin(), text->end(), [](char one) {
    const auto code = static_cast<unsigned char>(one);
    return code == 0x7F || (code < 0x20 && one != '\n' && one != '\r' && one != '\t');
  });
  if (!is_plain) reader.problem(key, "has control characters in it");
  return *text;
}

std::set<domain::ConcernCategory> read_categories(core::JsonReader& reader) {
  std::set<domain::ConcernCategory> categories;
  if (reader.required_member("categories") == nullptr) return categories;
  const auto* list = reader.optional_array("categories", most_categories);
  for (std::size_t i = 0; list != nullptr && i < list->size(); ++i) {
    const auto* letter = (*list)[i].string();
    const auto category =
        letter == nullptr ? std::nullopt : domain::concern_category_named(*letter);
    if (category)
      categories.insert(*category);
    else
      reader.problem("categories",
                     "has another thing in it than \"a\" to \"i\", the letters of "
                     "section 1 of the 2022 Act");
  }
  return categories;
}

// {"code"} or {"code": "not_stated" | "not_known", "reason"}.
std::optional<domain::RecordedTrait> read_trait(core::JsonReader& reader, std::string_view key) {
  const auto* member = reader.member(key);
  if (member == nullptr) return {};
  core::JsonReader trait(*member, reader.pointer_to(key), reader.problems());
  if (!trait.is_object()) return {};
  domain::RecordedTrait read;
  read.code = trait.string("code", 20);
  read.missing = trait.optional_string("reason", longest_name).value_or("");
  trait.finish();
  return read;
}

template <class Value>
std::optional<std::string> iso(const std::optional<Value>& day) {
  return day ? std::optional(day->iso()) : std::nullopt;
}

std::optional<std::string> maybe(const std::string& text) {
  return text.empty() ? std::nullopt : std::optional(text);
}

// The first of those by which an issuer has to have considered it.
std::optional<core::Date> consider_by(const ports::ConcernRecord& record) {
  std::optional<core::Date> first;
  for (const auto& issuer : record.issuers)
    if (issuer.consider_by && (!first || *issuer.consider_by < *first)) first = issuer.consider_by;
  return first;
}

void write_categories(core::JsonWriter& out, const ports::ConcernRecord& record) {
  out.key("categories").begin_array();
  for (const auto category : record.concern.categories)
    out.value(domain::name_of(category));
  out.end_array();
}

void write_summary_members(core::JsonWriter& out, const Context& context,
                           const ports::Caller& caller, const ports::ConcernRecord& record) {
  out.member("id", record.id.text()).member("reporter", record.authority);
  out.member("entered_at", core::to_text(record.entered_at));
  out.member("became_aware_on", record.concern.became_aware_on.iso());
  write_categories(out, record);
  out.member("share_by", iso(record.share_by));
  out.member("routing", domain::name_of(record.routing));
  out.key("routed_to").begin_array();
  for (const auto& issuer : record.issuers)
    if (context.concerns.names(record, caller, issuer)) out.value(issuer.authority);
  out.end_array().member("consider_by", iso(consider_by(record)));
  const auto* own = record.issuer(caller.authority);
  out.member("state", own != nullptr ? std::optional(domain::name_of(own->state)) : std::nullopt);
  out.member("retained_until", record.retained_until.iso());
}

void write_issuers(core::JsonWriter& out, const Context& context, const ports::Caller& caller,
                   const ports::ConcernRecord& record) {
  out.key("issuers").begin_array();
  for (const auto& issuer : record.issuers) {
    const bool is_named = context.concerns.names(record, caller, issuer);
    out.begin_object();
    out.member("authority", is_named ? std::optional(issuer.authority) : std::nullopt);
    out.member("how", issuer.how).member("band", maybe(issuer.band));
    out.member("received_on", issuer.received_on.iso());
    out.member("consider_by", iso(issuer.consider_by));
    out.member("state", domain::name_of(issuer.state));
    out.member("outcome",
               issuer.outcome ? std::optional(domain::name_of(*issuer.outcome)) : std::nullopt);
    out.member("considered_on", iso(issuer.considered_on));
    out.member("transferred_to", maybe(issuer.transferred_to)).end_object();
  }
  out.end_array();
}

void write_steps(core::JsonWriter& out, const Context& context, const ports::Caller& caller,
                 const ports::ConcernRecord& record) {
  out.key("history").begin_array();
  for (const auto& step : record.steps) {
    const auto* issuer = record.issuer(step.authority);
    const bool is_named = issuer == nullptr || context.concerns.names(record, caller, *issuer);
    out.begin_object().member("step", step.step).member("on", step.on.iso());
    out.member("at", core::to_text(step.at));
    out.member("by_authority", is_named ? std::optional(step.authority) : std::nullopt);
    out.member("detail", maybe(step.detail)).member("reasons", maybe(step.reasons));
    out.member("by", maybe(step.by)).end_object();
  }
  out.end_array();
}

}  // namespace

core::Result<ConcernRead> read_concern(const core::Json& body, const std::string& reporter,
                                       const domain::Authorities& authorities, core::Date today) {
  core::Problems problems;
  core::JsonReader reader(body, "", problems);
  if (!reader.is_object()) return core::invalid_fields(std::move(problems));
  ConcernRead read;
  auto& concern = read.concern;
  const auto aware = reader.date("became_aware_on");
  concern.became_aware_on = aware.value_or(today);
  concern.categories = read_categories(reader);
  concern.issuer = reader.optional_string("issuer", 8).value_or("");
  concern.observed_from = reader.optional_date("observed_from");
  concern.observed_to = reader.optional_date("observed_to");
  concern.observed_where = reader.optional_string("observed_where", longest_place).value_or("");
  const auto source =
      reader.optional_choice("source", {"complaint", "police", "own_officer", "operator",
                                        "another_agency", "court", "media", "other"});
  if (source) concern.source = sources.at(*source);
  concern.particulars = narrative(reader, "particulars", longest_particulars);
  concern.your_reference = reader.optional_string("your_reference", 60).value_or("");
  concern.is_about_child_sexual_exploitation =
      reader.optional_boolean("child_sexual_exploitation").value_or(false);
  read.statistics.ethnicity = read_trait(reader, "ethnicity");
  read.statistics.nationality = read_trait(reader, "nationality");
  if (const auto* subject = reader.required_member("subject"))
    concern.subject = person::read_person(*subject, "/subject", person::Reading::strict, today,
                                          problems, read.warnings);
  reader.finish();
  for (auto& rule : domain::check_concern(concern, read.statistics, reporter, authorities, today))
    if (!has_problem_at(problems, rule.pointer)) problems.push_back(std::move(rule));
  if (!problems.empty()) return core::invalid_fields(std::move(problems));
  return read;
}

core::Result<app::ConcernChange> read_concern_change(const core::Json& body,
                                                     const access::Credential& credential,
                                                     core::Date today) {
  using Kind = app::ConcernChange::Kind;
  constexpr std::array kinds{Kind::consider, Kind::transfer, Kind::name_issuer};
  core::Problems problems;
  core::JsonReader reader(body, "", problems);
  app::ConcernChange wanted;
  const auto change = reader.choice("change", {"consider", "transfer", "name_issuer"});
  if (change) wanted.kind = kinds.at(*change);
  auto& why = wanted.consideration;
  why.on = today;
  if (wanted.kind == Kind::consider) {
    const auto outcome =
        reader.choice("outcome", {"suspended", "revoked", "warned", "no_action", "not_ours"});
    if (outcome) why.outcome = outcomes.at(*outcome);
    why.on = reader.optional_date("on").value_or(today);
  }
  if (wanted.kind == Kind::transfer) wanted.to = reader.string("to", 8);
  if (wanted.kind == Kind::name_issuer) wanted.to = reader.string("issuer", 8);
  if (wanted.kind != Kind::name_issuer) {
    why.reasons = narrative(reader, "reasons", longest_reasons);
    if (why.reasons.empty() && !has_problem_at(problems, "/reasons"))
      reader.problem("reasons", "is required: whoever reported it reads them");
    // A person's own session speaks for that person alone.
    if (credential.is_person()) {
      if (reader.optional_string("considered_by", longest_name))
        reader.problem("considered_by", "is who is signed in");
      why.considered_by = credential.caller.label;
    } else {
      why.considered_by = reader.string("considered_by", longest_name);
    }
  }
  reader.finish();
  if (!problems.empty()) return core::invalid_fields(std::move(problems));
  return wanted;
}

void write_concern_summary(core::JsonWriter& out, const Context& context,
                           const ports::Caller& caller, const ports::ConcernRecord& record) {
  out.begin_object();
  write_summary_members(out, context, caller, record);
  out.end_object();
}

std::string concern_json(const Context& context, const ports::Caller& caller,
                         const ports::ConcernRecord& record) {
  const auto& concern = record.concern;
  core::JsonWriter out;
  out.begin_object();
  write_summary_members(out, context, caller, record);
  out.key("subject");
  person::write_person(out, concern.subject);
  out.member("observed_from", iso(concern.observed_from));
  out.member("observed_to", iso(concern.observed_to));
  out.member("observed_where", maybe(concern.observed_where));
  out.member("source", domain::name_of(concern.source));
  out.member("particulars", maybe(concern.particulars));
  out.member("child_sexual_exploitation", concern.is_about_child_sexual_exploitation);
  const bool is_own = record.authority == caller.authority;
  out.member("your_reference", is_own ? maybe(concern.your_reference) : std::nullopt);
  write_issuers(out, context, caller, record);
  write_steps(out, context, caller, record);
  return std::move(out.end_object()).take();
}

}  // namespace badgewatch::api
