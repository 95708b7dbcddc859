// The whole nation compared anew: POST and GET /v1/reconciliations, GET /v1/reconciliations/{id}
// and
// .../report.
#pragma once

#include "api/context.hpp"

namespace badgewatch::api {

http::Response post_reconciliation(Context& context, const Call& call);
http::Response get_reconciliations(Context& context, const Call& call);
http::Response get_reconciliation(Context& context, const Call& call);
// ?format=json or csv: how well the register does its work, for the head of a service.
http::Response get_reconciliation_report(Context& context, const Call& call);

}  // namespace badgewatch::api
