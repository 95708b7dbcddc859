// A concern as JSON: what a reporter posts, and what its parties are shown.
#pragma once

#include "api/context.hpp"
#include "core/json_writer.hpp"
#include "person/person_json.hpp"

#include <string>

namespace badgewatch::api {

struct ConcernRead {
  domain::Concern concern;
  domain::ConcernStatistics statistics;
  person::Warnings warnings;
};

// Errc::invalid with every wrong field.
core::Result<ConcernRead> read_concern(const core::Json& body, const std::string& reporter,
                                       const domain::Authorities& authorities, core::Date today);
core::Result<app::ConcernChange> read_concern_change(const core::Json& body,
                                                     const access::Credential& credential,
                                                     core::Date today);

// What its reporter is answered, and a line of the list: nothing of whom it is about.
void write_concern_summary(core::JsonWriter& out, const Context& context,
                           const ports::Caller& caller, const ports::ConcernRecord& record);
// Everything that its party may see.
std::string concern_json(const Context& context, const ports::Caller& caller,
                         const ports::ConcernRecord& record);

}  // namespace badgewatch::api
