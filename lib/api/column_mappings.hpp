// Which column mappings an upload of licences or of decisions may name: the register's, of
// config/mappings, and an authority's own, which its administrator keeps here.
#pragma once

#include "api/context.hpp"

#include <memory>

namespace badgewatch::api {

// An upload goes on with what it began with, whatever is changed meanwhile.
using MappingInUse = std::shared_ptr<const ColumnMapping>;

// One that outlives every upload.
inline MappingInUse in_use(const ColumnMapping& lasting) {
  return {std::shared_ptr<void>(), &lasting};
}

// The caller's own of that name, else the register's. Errc::malformed where there is none, or it is
// for files of the other kind.
core::Result<MappingInUse> mapping_for(Context& context, const ports::Caller& caller, FileKind kind,
                                       std::string_view name);

// GET /v1/column-mappings
http::Response get_column_mappings(Context& context, const Call& call);
// GET, PUT and DELETE /v1/column-mappings/{name}
http::Response get_column_mapping(Context& context, const Call& call);
http::Response put_column_mapping(Context& context, const Call& call);
http::Response delete_column_mapping(Context& context, const Call& call);

}  // namespace badgewatch::api
