#include "store/content.hpp"

#include "core/json.hpp"
#include "core/json_writer.hpp"
#include "person/person_json.hpp"

#include <algorithm>

namespace badgewatch::store {
namespace {

const core::Error unreadable(core::Errc::internal, "A stored record cannot be read.");

void date_member(core::JsonWriter& writer, std::string_view name, const core::Date& date) {
  writer.member(name, date.iso());
}

void date_member(core::JsonWriter& writer, std::string_view name,
                 const std::optional<core::Date>& date) {
  if (date) date_member(writer, name, *date);
}

std::string with_person(core::JsonWriter head, const person::Person& person) {
  auto text = std::move(head).take();
  text += '\n';
  core::JsonWriter writer;
  person::write_person(writer, person);
  return text += writer.text();
}

// The members of the first line.
class Head {
public:
  static core::Result<Head> read(std::string_view content) {
    auto json = core::parse_json(content.substr(0, content.find('\n')));
    if (!json) return unreadable;
    return Head(std::move(*json));
  }
  std::string text(std::string_view name) const {
    const auto* member = json_.find(name);
    const auto* value = member == nullptr ? nullptr : member->string();
    return value == nullptr ? "" : *value;
  }
  std::optional<core::Date> date(std::string_view name) const {
    return core::Date::parse_iso(text(name));
  }
  std::optional<std::int64_t> number(std::string_view name) const {
    const auto* member = json_.find(name);
    const auto* value = member == nullptr ? nullptr : member->integer();
    return value == nullptr ? std::nullopt : std::optional(*value);
  }
  std::optional<std::vector<std::string>> texts(std::string_view name) const {
    const auto* member = json_.find(name);
    if (member == nullptr || member->array() == nullptr) return {};
    std::vector<std::string> texts;
    for (const auto& one : *member->array()) {
      if (one.string() == nullptr) return {};
      texts.push_back(*one.string());
    }
    return texts;
  }
  bool flag(std::string_view name) const {
    const auto* member = json_.find(name);
    const auto* value = member == nullptr ? nullptr : member->boolean();
    return value != nullptr && *value;
  }

private:
  explicit Head(core::Json json) : json_(std::move(json)) {}
  core::Json json_;
};

}  // namespace

std::string licence_content(const domain::Licence& licence) {
  core::JsonWriter writer;
  writer.begin_object();
  writer.member("licence_number", licence.licence_number);
  writer.member("class", name_of(licence.licence_class));
  writer.member("status", name_of(licence.status));
  date_member(writer, "granted_on", licence.granted_on);
  date_member(writer, "expires_on", licence.expires_on);
  writer.end_object();
  return with_person(std::move(writer), licence.holder);
}

core::Result<domain::Licence> read_licence_content(std::string_view text) {
  const auto head = Head::read(text);
  if (!head) return head.error();
  auto holder = read_person_of(text);
  if (!holder) return holder.error();
  const auto licence_class = domain::licence_class_named(head->text("class"));
  const auto status = domain::licence_status_named(head->text("status"));
  if (!licence_class || !status) return unreadable;
  return domain::Licence{.licence_number = head->text("licence_number"),
                         .licence_class = *licence_class,
                         .status = *status,
                         .granted_on = head->date("granted_on"),
                         .expires_on = head->date("expires_on"),
                         .holder = std::move(*holder)};
}

core::Result<std::optional<core::Date>> read_first_day(std::string_view licence_content) {
  const auto head = Head::read(licence_content);
  if (!head) return head.error();
  return head->date("granted_on");
}

std::string decision_content(const domain::Decision& decision) {
  core::JsonWriter writer;
  writer.begin_object();
  writer.member("kind", name_of(decision.kind));
  date_member(writer, "decided_on", decision.decided_on);
  date_member(writer, "effective_on", decision.effective_on);
  date_member(writer, "notified_on", decision.notified_on);
  date_member(writer, "suspension_ends_on", decision.suspension_ends_on);
  writer.member("relies_on_relevant_information", decision.relies_on_relevant_information);
  writer.member("your_reference", decision.your_reference);
  date_member(writer, "first_entered_on", decision.first_entered_on);
  writer.member("imported_from", decision.imported_from);
  writer.end_object();
  return with_person(std::move(writer), decision.subject);
}

core::Result<domain::Decision> read_decision_content(std::string_view text) {
  const auto head = Head::read(text);
  if (!head) return head.error();
  auto subject = read_person_of(text);
  if (!subject) return subject.error();
  const auto kind = domain::decision_kind_named(head->text("kind"));
  const auto decided_on = head->date("decided_on");
  const auto effective_on = head->date("effective_on");
  const auto notified_on = head->date("notified_on");
  if (!kind || !decided_on || !effective_on || !notified_on) return unreadable;
  return domain::Decision{
      .kind = *kind,
      .decided_on = *decided_on,
      .effective_on = *effective_on,
      .notified_on = *notified_on,
      .suspension_ends_on = head->date("suspension_ends_on"),
      .relies_on_relevant_information = head->flag("relies_on_relevant_information"),
      .subject = std::move(*subject),
      .your_reference = head->text("your_reference"),
      .first_entered_on = head->date("first_entered_on"),
      .imported_from = head->text("imported_from")};
}

std::string change_content(const ports::HistoryItem& item) {
  core::JsonWriter writer;
  writer.begin_object().member("reason", item.reason).member("decided_by", item.decided_by);
  writer.member("approved_by", item.approved_by).member("recorded_by", item.recorded_by);
  writer.key("fields").begin_array();
  for (const auto& field : item.fields)
    writer.value(field);
  return std::move(writer.end_array().end_object()).take();
}

core::Result<void> read_change_content(std::string_view text, ports::HistoryItem& item) {
  const auto head = Head::read(text);
  if (!head) return head.error();
  item.reason = head->text("reason");
  item.decided_by = head->text("decided_by");
  item.approved_by = head->text("approved_by");
  item.recorded_by = head->text("recorded_by");
  auto fields = head->texts("fields");
  if (!fields) return unreadable;
  item.fields = std::move(*fields);
  return {};
}

std::string proposal_content(const ports::Proposal& proposal) {
  const auto& amendment = proposal.amendment;
  core::JsonWriter writer;
  writer.begin_object().member("on", proposal.on.iso());
  writer.member("at", proposal.at.micros).member("reason", proposal.reason);
  writer.member("by", proposal.by.name).member("session", proposal.by.session);
  date_member(writer, "decided_on", amendment.decided_on);
  date_member(writer, "effective_on", amendment.effective_on);
  date_member(writer, "suspension_ends_on", amendment.suspension_ends_on);
  writer.end_object();
  if (!amendment.subject) return std::move(writer).take();
  return with_person(std::move(writer), *amendment.subject);
}

core::Result<void> read_proposal_content(std::string_view text, ports::Proposal& proposal) {
  const auto head = Head::read(text);
  if (!head) return head.error();
  const auto on = head->date("on");
  const auto at = head->number("at");
  if (!on || !at) return unreadable;
  proposal.on = *on;
  proposal.at = core::Instant{*at};
  proposal.reason = head->text("reason");
  proposal.by = {head->text("by"), head->text("session")};
  auto& amendment = proposal.amendment;
  amendment.decided_on = head->date("decided_on");
  amendment.effective_on = head->date("effective_on");
  amendment.suspension_ends_on = head->date("suspension_ends_on");
  if (text.find('\n') == std::string_view::npos) return {};
  auto subject = read_person_of(text);
  if (!subject) return subject.error();
  amendment.subject = std::move(*subject);
  return {};
}

core::Result<person::Person> read_person_of(std::string_view content) {
  const auto line_end = content.find('\n');
  if (line_end == std::string_view::npos) return unreadable;
  return person::read_stored_person(content.substr(line_end + 1));
}

std::string check_content(const ports::CheckRecord& record) {
  if (record.left_out.empty()) return record.answer;
  core::JsonWriter ids;
  ids.begin_array();
  for (const auto& id : record.left_out)
    ids.value(id.text());
  ids.end_array();
  return record.answer + '\n' + ids.text();
}

core::Result<void> read_check_content(std::string_view text, ports::CheckRecord& record) {
  const auto end = text.find('\n');
  record.answer = text.substr(0, end);
  if (end == std::string_view::npos) return {};
  const auto json = core::parse_json(text.substr(end + 1));
  if (!json || json->array() == nullptr) return unreadable;
  for (const auto& one : *json->array()) {
    const auto id = one.string() == nullptr ? std::nullopt : core::Uuid::parse(*one.string());
    if (!id) return unreadable;
    record.left_out.push_back(*id);
  }
  return {};
}

std::string pairs_content(const ports::CheckRecord& record) {
  std::string text;
  for (const auto& pair : record.pairs)
    text += core::as_text(pair);
  return text;
}

core::Result<void> read_pairs_content(std::string_view text, ports::CheckRecord& record) {
  constexpr std::size_t size = sizeof(core::Hash);
  if (text.size() % size != 0) return unreadable;
  for (std::size_t at = 0; at < text.size(); at += size)
    std::copy_n(text.begin() + static_cast<std::ptrdiff_t>(at), size,
                record.pairs.emplace_back().begin());
  return {};
}

std::string basis_content(const ports::CheckBasis& basis) {
  core::JsonWriter writer;
  writer.begin_object().member("epoch", basis.searched.epoch.text());
  writer.member("seq", basis.searched.seq).member("chain", core::hex(basis.searched.chain));
  writer.member("rules", basis.rules).key("versions").begin_array();
  for (const auto version : basis.versions)
    writer.value(version);
  writer.end_array().key("held").begin_array();
  for (const bool held : basis.held)
    writer.value(held);
  return std::move(writer.end_array().end_object()).take();
}

core::Result<ports::CheckBasis> read_basis_content(std::string_view text) {
  const auto json = core::parse_json(text);
  const auto head = Head::read(text);
  if (!json || !head) return unreadable;
  const auto epoch = core::Uuid::parse(head->text("epoch"));
  const auto chain = core::from_hex(head->text("chain"));
  const auto* seq = json->find("seq");
  const auto* versions = json->find("versions");
  const auto* held = json->find("held");
  ports::CheckBasis basis;
  if (!epoch || !chain || chain->size() != basis.searched.chain.size() || seq == nullptr ||
      seq->integer() == nullptr || versions == nullptr || versions->array() == nullptr ||
      held == nullptr || held->array() == nullptr)
    return unreadable;
  basis.searched.epoch = *epoch;
  basis.searched.seq = *seq->integer();
  std::copy(chain->begin(), chain->end(), basis.searched.chain.begin());
  basis.rules = head->text("rules");
  for (const auto& one : *versions->array()) {
    if (one.integer() == nullptr) return unreadable;
    basis.versions.push_back(*one.integer());
  }
  for (const auto& one : *held->array()) {
    if (one.boolean() == nullptr) return unreadable;
    basis.held.push_back(*one.boolean());
  }
  return basis;
}

std::string finding_content(const ports::FindingRecord& finding) {
  core::JsonWriter writer;
  writer.begin_object().member("reason", finding.reason).member("found_by", finding.found_by);
  return std::move(writer.end_object()).take();
}

core::Result<void> read_finding_content(std::string_view text, ports::FindingRecord& finding) {
  const auto head = Head::read(text);
  if (!head) return head.error();
  finding.reason = head->text("reason");
  finding.found_by = head->text("found_by");
  return {};
}

std::string answer_content(const ports::StoredAnswer& answer) {
  core::JsonWriter writer;
  writer.begin_object().member("status", answer.status).key("headers").begin_array();
  for (const auto& [name, value] : answer.headers)
    writer.begin_array().value(name).value(value).end_array();
  writer.end_array().end_object();
  return std::move(writer).take() + '\n' + answer.body;
}

core::Result<ports::StoredAnswer> read_answer_content(std::string_view text) {
  const auto line_end = text.find('\n');
  if (line_end == std::string_view::npos) return unreadable;
  const auto head = core::parse_json(text.substr(0, line_end));
  if (!head) return unreadable;
  const auto* status = head->find("status");
  const auto* headers = head->find("headers");
  if (status == nullptr || status->integer() == nullptr || headers == nullptr ||
      headers->array() == nullptr)
    return unreadable;
  ports::StoredAnswer answer{.status = static_cast<int>(*status->integer()),
                             .body = std::string(text.substr(line_end + 1)),
                             .headers = {}};
  for (const auto& pair : *headers->array()) {
    const auto* parts = pair.array();
    if (parts == nullptr || parts->size() != 2 || (*parts)[0].string() == nullptr ||
        (*parts)[1].string() == nullptr)
      return unreadable;
    answer.headers.emplace_back(*(*parts)[0].string(), *(*parts)[1].string());
  }
  return answer;
}

std::int16_t marks_of(const domain::SearchTraits& traits) {
  return static_cast<std::int16_t>((traits.famous ? mark_famous : 0) |
                                   (traits.own_name ? mark_own_name : 0) |
                                   (traits.by_person ? mark_by_person : 0));
}

void set_marks(std::int16_t marks, domain::SearchTraits& traits) {
  traits.famous = (marks & mark_famous) != 0;
  traits.own_name = (marks & mark_own_name) != 0;
  traits.by_person = (marks & mark_by_person) != 0;
}

core::Bytes traits_content(const domain::SearchTraits& traits) {
  core::Bytes bytes{static_cast<std::uint8_t>(marks_of(traits))};
  for (const auto trait : {traits.person, traits.particulars, traits.name, traits.postcode,
                           traits.household, traits.case_reference})
    for (int shift = 56; shift >= 0; shift -= 8)
      bytes.push_back(static_cast<std::uint8_t>(trait >> shift));
  return bytes;
}

bool read_traits_content(core::ByteView bytes, domain::SearchTraits& traits) {
  constexpr std::size_t size = 1 + 6 * sizeof(domain::Trait);
  if (bytes.size() != size) return false;
  set_marks(bytes[0], traits);
  std::size_t at = 0;
  for (auto* trait : {&traits.person, &traits.particulars, &traits.name, &traits.postcode,
                      &traits.household, &traits.case_reference}) {
    *trait = 0;
    for (std::size_t i = 0; i < sizeof *trait; ++i)
      *trait = *trait << 8 | bytes[++at];
  }
  return true;
}

std::string entries_content(const std::vector<core::Uuid>& entries) {
  std::string text;
  for (const auto& entry : entries)
    text += (text.empty() ? "" : " ") + entry.text();
  return text;
}

}  // namespace badgewatch::store
