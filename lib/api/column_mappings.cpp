#include "api/column_mappings.hpp"

#include "api/actor_names.hpp"
#include "api/answers.hpp"
#include "api/decision_rows.hpp"
#include "api/licence_rows.hpp"
#include "api/nation_calls.hpp"
#include "core/json_writer.hpp"
#include "http/conditional.hpp"
#include "http/query.hpp"

#include <algorithm>

namespace badgewatch::api {

namespace {

constexpr std::size_t longest_name = 60;

// As an address, a command line and a file's name take it.
bool is_good_name(std::string_view name) {
  return !name.empty() && name.size() <= longest_name &&
         std::all_of(name.begin(), name.end(), [](char c) {
           return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
         });
}

std::string etag_of(const core::Uuid& version) {
  return '"' + version.text() + '"';
}

core::Result<ColumnMapping> read_kept(const ports::KeptMapping& kept) {
  auto mapping = ColumnMapping::read(kept.content);
  if (!mapping) return core::Error(core::Errc::internal, "A stored column mapping cannot be read.");
  return mapping;
}

// Nothing where the caller has none of that name.
core::Result<std::optional<ports::KeptMapping>> own(Context& context, const ports::Caller& caller,
                                                    const std::string& name) {
  if (!is_good_name(name)) return std::optional<ports::KeptMapping>();
  return context.nation.mappings.find(caller, name);
}

void write_owner(core::JsonWriter& out, const ports::KeptMapping* kept, const ActorNames& names) {
  out.member("owner", kept != nullptr ? "authority" : "register");
  if (kept == nullptr) return;
  const auto who = names.find(kept->changed_by);
  out.member("version", kept->version.text());
  out.member("changed_at", core::to_text(kept->changed_at)).key("changed_by");
  if (who != names.end())
    out.value(who->second);
  else
    out.value(nullptr);
}

void write_mapping(core::JsonWriter& out, const std::string& name, const ColumnMapping& mapping,
                   const ports::KeptMapping* kept, const ActorNames& names) {
  out.begin_object().member("name", name).member("description", mapping.description());
  out.member("kind", name_of(mapping.kind()));
  write_owner(out, kept, names);
  out.key("columns").begin_array();
  const auto& columns =
      mapping.kind() == FileKind::decisions ? decision_file_columns() : licence_file_columns();
  for (const auto column : columns.known) {
    const auto header = mapping.own_names() ? column : mapping.header_of(column);
    if (header.empty()) continue;
    out.begin_object().member("column", column).member("header", header).end_object();
  }
  out.end_array().key("dates").begin_array();
  for (const auto form : mapping.dates())
    out.value(name_of(form));
  out.end_array().end_object();
}

http::Response one_answer(int status, const std::string& name, std::string_view kind,
                          const std::string& content, const ports::KeptMapping* kept,
                          const ActorNames& names) {
  core::JsonWriter out;
  out.begin_object().member("name", name).member("kind", kind);
  write_owner(out, kept, names);
  out.key("mapping").raw(content).end_object();
  http::Headers headers;
  if (kept != nullptr) headers.emplace_back("ETag", etag_of(kept->version));
  return json_answer(status, std::move(out).take(), std::move(headers));
}

// The version that If-Match asks for; nothing where it asks for none. One that nothing has where it
// allows none that is there.
core::Result<std::optional<core::Uuid>> wanted_version(Context& context, const Call& call,
                                                       const std::string& name) {
  const auto condition = http::read_if_match(call.request.head.headers);
  if (!condition) return condition.error();
  if (!*condition) return std::optional<core::Uuid>();
  const auto kept = own(context, call.caller(), name);
  if (!kept) return kept.error();
  const bool allows = *kept && (*condition)->allows(etag_of((*kept)->version));
  return std::optional(allows ? (*kept)->version : core::Uuid());
}

core::Result<ColumnMapping> wanted_mapping(const Call& call, const std::string& name) {
  if (!is_good_name(name))
    return core::invalid_fields(
        {{"/name", "must be of small letters, digits, - and _, at most 60 of them"}});
  auto mapping = ColumnMapping::read(call.request.body);
  if (!mapping) return mapping;
  if (mapping->name() != name)
    return core::invalid_fields({{"/name", "must be the name in the address"}});
  if (mapping->json().size() > app::ColumnMappings::longest)
    return core::invalid_fields({{"", "is longer than 32 KiB"}});
  return mapping;
}

core::Result<MappingInUse> of_kind(MappingInUse mapping, FileKind kind) {
  if (mapping->kind() == kind) return mapping;
  return core::Error(core::Errc::malformed, "The column mapping of that name is for files of " +
                                                std::string(name_of(mapping->kind())) + ".");
}

}  // namespace

core::Result<MappingInUse> mapping_for(Context& context, const ports::Caller& caller, FileKind kind,
                                       std::string_view name) {
  const std::string wanted(name);
  // Nobody's own: most uploads name it, by naming none.
  if (wanted == "default") {
    if (kind == FileKind::decisions) return in_use(decision_mapping());
  } else {
    const auto kept = own(context, caller, wanted);
    if (!kept) return kept.error();
    if (*kept) {
      auto mapping = read_kept(**kept);
      if (!mapping) return mapping.error();
      return of_kind(std::make_shared<const ColumnMapping>(std::move(*mapping)), kind);
    }
  }
  const auto found = context.mappings.find(wanted);
  if (found == context.mappings.end())
    return core::Error(core::Errc::malformed, "There is no column mapping of that name here.");
  return of_kind(in_use(found->second), kind);
}

http::Response get_column_mappings(Context& context, const Call& call) {
  const auto query = http::parse_query(call.request.head.query, {"kind"});
  if (!query) return http::problem(query.error());
  const auto kind = file_kind_named(query->find("kind").value_or("licences"));
  if (!kind)
    return http::problem({core::Errc::malformed, "`kind` must be one of licences, decisions."});
  const auto kept = context.nation.mappings.list(call.caller());
  if (!kept) return http::problem(kept.error());
  ActorNames names;
  if (!kept->empty()) {
    auto known = names_of_actors(context, call.caller());
    if (!known) return http::problem(known.error());
    names = std::move(*known);
  }
  core::JsonWriter out;
  out.begin_object().key("mappings").begin_array();
  for (const auto& one : *kept) {
    const auto mapping = read_kept(one);
    if (!mapping) return http::problem(mapping.error());
    if (mapping->kind() == *kind) write_mapping(out, one.name, *mapping, &one, names);
  }
  if (*kind == FileKind::decisions)
    write_mapping(out, decision_mapping().name(), decision_mapping(), nullptr, names);
  for (const auto& [name, mapping] : context.mappings) {
    const bool is_hidden =
        std::any_of(kept->begin(), kept->end(), [&](const auto& one) { return one.name == name; });
    if (!is_hidden && mapping.kind() == *kind) write_mapping(out, name, mapping, nullptr, names);
  }
  return json_answer(200, std::move(out.end_array().end_object()).take());
}

http::Response get_column_mapping(Context& context, const Call& call) {
  const auto& name = call.path.at("name");
  const auto kept = own(context, call.caller(), name);
  if (!kept) return http::problem(kept.error());
  if (*kept) {
    const auto names = names_of_actors(context, call.caller());
    if (!names) return http::problem(names.error());
    return one_answer(200, name, (*kept)->kind, (*kept)->content, &**kept, *names);
  }
  const auto found = context.mappings.find(name);
  if (found == context.mappings.end()) return http::problem(ports::no_column_mapping());
  return one_answer(200, name, name_of(found->second.kind()), found->second.json(), nullptr, {});
}

http::Response put_column_mapping(Context& context, const Call& call) {
  const auto& name = call.path.at("name");
  const auto mapping = wanted_mapping(call, name);
  if (!mapping) return http::problem(mapping.error());
  if (context.mappings.contains(name))
    return http::problem({core::Errc::conflict,
                          "The register itself has a mapping of this name.",
                          {{"/name", "is the name of one of the register's mappings"}}});
  const auto there = own(context, call.caller(), name);
  if (!there) return http::problem(there.error());
  const std::string kind(name_of(mapping->kind()));
  if (*there && (*there)->kind != kind)
    return http::problem({core::Errc::conflict,
                          "You have a mapping of this name for files of " + (*there)->kind + ".",
                          {{"/kind", "must stay what it is, " + (*there)->kind}}});
  const auto version = wanted_version(context, call, name);
  if (!version) return http::problem(version.error());
  const auto put =
      context.nation.mappings.put(call.caller(), name, kind, mapping->json(), *version);
  if (!put) return http::problem(put.error());
  const auto names = names_of_actors(context, call.caller());
  if (!names) return http::problem(names.error());
  const int status = put->outcome == ports::MappingOutcome::created ? 201 : 200;
  return one_answer(status, name, put->mapping.kind, put->mapping.content, &put->mapping, *names);
}

http::Response delete_column_mapping(Context& context, const Call& call) {
  const auto& name = call.path.at("name");
  const auto version = wanted_version(context, call, name);
  if (!version) return http::problem(version.error());
  if (!is_good_name(name)) return http::problem(ports::no_column_mapping());
  if (auto removed = context.nation.mappings.remove(call.caller(), name, *version); !removed)
    return http::problem(removed.error());
  return {.status = 204, .headers = {}, .body = {}};
}

}  // namespace badgewatch::api
