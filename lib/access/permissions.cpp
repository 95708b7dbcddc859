#include "access/permissions.hpp"

#include <algorithm>

namespace badgewatch::access {

namespace {

constexpr bool yes = true;
constexpr bool no = false;
constexpr auto unnamed = Foreign::unnamed;
constexpr auto hidden = Foreign::hidden;
constexpr auto refused = Foreign::refused;
constexpr auto fresh = SecondFactor::fresh;

using enum Scope;

// Whoever has no credential gets to the rows of Scope::none alone. An operator of the register and
// an auditor have no authority, so nothing of an authority is theirs, but
// for what waits for a second person, which the operator may be.
// clang-format off
constexpr Permission table[] = {
    //                                                                           decision       data
    //                                                                  officer  maker  super-  admini-
    //                                                                     |      |     visor   strator operator auditor
    {"PUT",    "/v1/licences/{licence_number}",          licences,       {yes,   yes,   no,     yes,    no,      no}, unnamed},
    {"GET",    "/v1/licences/{licence_number}",          licences,       {yes,   yes,   yes,    yes,    no,      no}, hidden},
    {"GET",    "/v1/licences/{licence_number}/history",  licences,       {yes,   yes,   yes,    yes,    no,      no}, hidden},
    {"GET",    "/v1/licences/{licence_number}/elsewhere", licences,      {yes,   yes,   yes,    no,     no,      no}, hidden},
    {"POST",   "/v1/licences/batch",                     licences,       {no,    no,    no,     yes,    no,      no}, unnamed},
    {"GET",    "/v1/column-mappings",                    licences,       {no,    no,    no,     yes,    no,      no}, unnamed},
    {"GET",    "/v1/column-mappings/{name}",             licences,       {no,    no,    no,     yes,    no,      no}, hidden},
    {"PUT",    "/v1/column-mappings/{name}",             administration, {no,    no,    no,     yes,    no,      no}, unnamed},
    {"DELETE", "/v1/column-mappings/{name}",             administration, {no,    no,    no,     yes,    no,      no}, hidden},
    {"POST",   "/v1/decisions",                          decisions,      {no,    yes,   no,     no,     no,      no}, unnamed},
    {"GET",    "/v1/decisions",                          decisions,      {yes,   yes,   yes,    yes,    no,      no}, unnamed},
    {"GET",    "/v1/decisions/{id}",                     decisions,      {yes,   yes,   yes,    yes,    no,      no}, hidden},
    {"POST",   "/v1/decisions/{id}/changes",             decisions,      {no,    yes,   yes,    no,     no,      no}, refused},
    {"GET",    "/v1/decisions/{id}/seen-by",             decisions,      {no,    yes,   yes,    yes,    no,      no}, hidden},
    {"POST",   "/v1/decisions/batch",                    decisions,      {no,    no,    no,     yes,    no,      no}, unnamed},
    {"POST",   "/v1/checks",                             checks,         {yes,   yes,   yes,    no,     no,      no}, unnamed},
    {"GET",    "/v1/checks",                             checks,         {yes,   yes,   yes,    no,     no,      no}, unnamed},
    {"GET",    "/v1/checks/{id}",                        checks,         {yes,   yes,   yes,    no,     no,      no}, hidden},
    {"POST",   "/v1/checks/{id}/hits/{hit_id}/adjudication", checks,     {yes,   yes,   yes,    no,     no,      no}, hidden},
    {"POST",   "/v1/checks/batch",                       checks,         {no,    no,    yes,    no,     no,      no}, unnamed},
    {"POST",   "/v1/checks/{id}/outcome",                checks,         {no,    yes,   yes,    no,     no,      no}, hidden},
    {"GET",    "/v1/undecided-hits",                     checks,         {yes,   yes,   yes,    no,     no,      no}, unnamed},
    {"GET",    "/v1/reports/grants",                     supervision,    {no,    no,    yes,    yes,    no,      no}, unnamed},
    {"POST",   "/v1/rectification-requests",             disclosures,    {yes,   yes,   yes,    yes,    no,      no}, unnamed},
    {"GET",    "/v1/rectification-requests",             disclosures,    {yes,   yes,   yes,    yes,    no,      no}, unnamed},
    {"GET",    "/v1/rectification-requests/{id}",        disclosures,    {yes,   yes,   yes,    yes,    no,      no}, hidden},
    {"POST",   "/v1/rectification-requests/{id}/answer", disclosures,    {no,    yes,   yes,    no,     no,      no}, hidden},
    {"POST",   "/v1/rectification-requests/{id}/extension", disclosures, {no,    yes,   yes,    no,     no,      no}, hidden},
    {"POST",   "/v1/rectification-requests/{id}/withdrawal", disclosures, {yes,  yes,   yes,    yes,    no,      no}, hidden},
    {"POST",   "/v1/duties/{id}/clock",                  alerts,         {no,    yes,   yes,    yes,    no,      no}, hidden},
    {"GET",    "/v1/contact",                            any,            {yes,   yes,   yes,    yes,    no,      no}, unnamed},
    {"PUT",    "/v1/contact",                            administration, {no,    no,    no,     yes,    no,      no}, unnamed},
    {"POST",   "/v1/subject-requests",                   supervision,    {no,    no,    yes,    yes,    no,      no}, unnamed},
    {"POST",   "/v1/subject-requests/{id}/bundle",       supervision,    {no,    no,    yes,    yes,    no,      no}, hidden, fresh},
    {"POST",   "/v1/disclosure-requests",                disclosures,    {yes,   yes,   yes,    no,     no,      no}, unnamed},
    {"GET",    "/v1/disclosure-requests",                disclosures,    {yes,   yes,   yes,    no,     no,      no}, unnamed},
    {"GET",    "/v1/disclosure-requests/{id}",           disclosures,    {yes,   yes,   yes,    no,     no,      no}, hidden},
    {"POST",   "/v1/disclosure-requests/{id}/answer",    disclosures,    {no,    yes,   yes,    no,     no,      no}, hidden},
    {"POST",   "/v1/disclosure-requests/{id}/had-regard", disclosures,   {no,    yes,   yes,    no,     no,      no}, hidden},
    {"POST",   "/v1/disclosure-requests/{id}/withdrawal", disclosures,   {yes,   yes,   yes,    no,     no,      no}, hidden},
    {"POST",   "/v1/disclosure-requests/{id}/messages",  disclosures,    {yes,   yes,   yes,    no,     no,      no}, hidden},
    {"POST",   "/v1/disclosure-requests/{id}/attachments", disclosures,  {yes,   yes,   yes,    no,     no,      no}, hidden},
    {"GET",    "/v1/disclosure-requests/{id}/attachments/{attachment_id}", disclosures, {yes, yes, yes, no,  no,      no}, hidden},
    {"GET",    "/v1/alerts",                             alerts,         {yes,   yes,   yes,    no,     no,      no}, unnamed},
    {"GET",    "/v1/alert-counts",                       alerts,         {yes,   yes,   yes,    no,     no,      no}, unnamed},
    {"GET",    "/v1/licences/{licence_number}/alerts",   alerts,         {yes,   yes,   yes,    no,     no,      no}, hidden},
    {"GET",    "/v1/alerts/{id}",                        alerts,         {yes,   yes,   yes,    no,     no,      no}, hidden},
    {"POST",   "/v1/alerts/{id}/changes",                alerts,         {yes,   yes,   yes,    no,     no,      no}, hidden},
    {"GET",    "/v1/events",                             alerts,         {yes,   yes,   yes,    no,     no,      no}, unnamed},
    {"GET",    "/v1/misuse/flags",                       supervision,    {no,    no,    yes,    no,     no,      no}, unnamed},
    {"POST",   "/v1/misuse/flags/{id}/review",           supervision,    {no,    no,    yes,    no,     no,      no}, hidden},
    {"GET",    "/v1/misuse/sample",                      supervision,    {no,    no,    yes,    no,     no,      no}, unnamed},
    {"POST",   "/v1/misuse/sample/{id}/review",          supervision,    {no,    no,    yes,    no,     no,      no}, hidden},
    {"POST",   "/v1/concerns",                           concerns,       {yes,   yes,   yes,    no,     no,      no}, unnamed},
    {"GET",    "/v1/concerns",                           concerns,       {yes,   yes,   yes,    no,     no,      no}, unnamed},
    {"GET",    "/v1/concerns/{id}",                      concerns,       {yes,   yes,   yes,    no,     no,      no}, hidden, fresh},
    {"POST",   "/v1/concerns/{id}/changes",              concerns,       {no,    yes,   yes,    no,     no,      no}, hidden},
    {"GET",    "/v1/reports/concerns",                   concerns,       {no,    no,    yes,    yes,    yes,     no}, unnamed},
    {"GET",    "/v1/duties",                             alerts,         {yes,   yes,   yes,    yes,    no,      no}, unnamed},
    {"GET",    "/v1/reports/lateness",                   alerts,         {yes,   yes,   yes,    yes,    yes,     no}, unnamed},
    {"GET",    "/v1/holds",                              supervision,    {no,    no,    yes,    no,     yes,     no}, unnamed},
    {"POST",   "/v1/holds/{id}/release",                 supervision,    {no,    no,    yes,    no,     yes,     no}, hidden},
    {"POST",   "/v1/reconciliations",                    supervision,    {no,    no,    yes,    yes,    yes,     no}, unnamed},
    {"GET",    "/v1/reconciliations",                    supervision,    {no,    no,    yes,    yes,    yes,     yes}, unnamed},
    {"GET",    "/v1/reconciliations/{id}",               supervision,    {no,    no,    yes,    yes,    yes,     yes}, unnamed},
    {"GET",    "/v1/reconciliations/{id}/report",        supervision,    {no,    no,    yes,    yes,    yes,     yes}, unnamed},
    {"POST",   "/v1/rosters",                            licences,       {no,    no,    no,     yes,    no,      no}, unnamed},
    {"GET",    "/v1/rosters/{id}",                       licences,       {no,    no,    no,     yes,    no,      no}, hidden},
    {"POST",   "/v1/rosters/{id}/apply",                 licences,       {no,    no,    no,     yes,    no,      no}, hidden},
    {"GET",    "/v1/log/checkpoint",                      any,            {yes,   yes,   yes,    yes,    yes,     yes}, unnamed},
    {"GET",    "/v1/log/tile/{level}/{n}",                any,            {yes,   yes,   yes,    yes,    yes,     yes}, unnamed},
    {"GET",    "/v1/log/tile/{level}/{n}/{n2}",           any,            {yes,   yes,   yes,    yes,    yes,     yes}, unnamed},
    {"GET",    "/v1/log/tile/{level}/{n}/{n2}/{n3}",      any,            {yes,   yes,   yes,    yes,    yes,     yes}, unnamed},
    {"GET",    "/v1/log/tile/{level}/{n}/{n2}/{n3}/{w}",  any,            {yes,   yes,   yes,    yes,    yes,     yes}, unnamed},
    {"GET",    "/v1/log/leaves/{leaf}",                   any,            {yes,   yes,   yes,    yes,    no,      no}, hidden},
    {"GET",    "/v1/log/consistency",                     any,            {yes,   yes,   yes,    yes,    yes,     yes}, unnamed},
    {"GET",    "/v1/keys",                               administration, {no,    no,    no,     yes,    no,      no}, unnamed},
    {"POST",   "/v1/keys",                               administration, {no,    no,    no,     yes,    no,      no}, unnamed},
    {"DELETE", "/v1/keys/{id}",                          administration, {no,    no,    no,     yes,    no,      no}, hidden},
    {"GET",    "/v1/clients",                            administration, {no,    no,    no,     yes,    no,      no}, unnamed},
    {"POST",   "/v1/clients",                            administration, {no,    no,    no,     yes,    no,      no}, unnamed},
    {"GET",    "/v1/clients/{id}",                       administration, {no,    no,    no,     yes,    no,      no}, hidden},
    {"PUT",    "/v1/clients/{id}/jwks",                  administration, {no,    no,    no,     yes,    no,      no}, hidden},
    {"DELETE", "/v1/clients/{id}",                       administration, {no,    no,    no,     yes,    no,      no}, hidden},
    {"GET",    "/v1/webhooks",                           administration, {no,    no,    no,     yes,    no,      no}, unnamed},
    {"POST",   "/v1/webhooks",                           administration, {no,    no,    no,     yes,    no,      no}, unnamed},
    {"GET",    "/v1/webhooks/{id}",                      administration, {no,    no,    no,     yes,    no,      no}, hidden},
    {"DELETE", "/v1/webhooks/{id}",                      administration, {no,    no,    no,     yes,    no,      no}, hidden},
    {"POST",   "/v1/webhooks/{id}/key",                  administration, {no,    no,    no,     yes,    no,      no}, hidden, fresh},
    {"POST",   "/v1/webhooks/{id}/test",                 administration, {no,    no,    no,     yes,    no,      no}, hidden},
    {"POST",   "/v1/webhooks/{id}/replay",               administration, {no,    no,    no,     yes,    no,      no}, hidden},
    {"PUT",    "/v1/webhooks/{id}/state",                administration, {no,    no,    no,     yes,    no,      no}, hidden},
    {"GET",    "/v1/webhooks/{id}/attempts",             administration, {no,    no,    no,     yes,    no,      no}, hidden},
    {"GET",    "/v1/mail-addresses",                   administration, {no,    no,    no,     yes,    no,      no}, unnamed},
    {"POST",   "/v1/mail-addresses",                   administration, {no,    no,    no,     yes,    no,      no}, unnamed},
    {"GET",    "/v1/mail-addresses/{id}",              administration, {no,    no,    no,     yes,    no,      no}, hidden},
    {"PUT",    "/v1/mail-addresses/{id}",              administration, {no,    no,    no,     yes,    no,      no}, hidden},
    {"DELETE", "/v1/mail-addresses/{id}",              administration, {no,    no,    no,     yes,    no,      no}, hidden},
    {"POST",   "/v1/mail-addresses/{id}/code",         administration, {no,    no,    no,     yes,    no,      no}, hidden},
    {"POST",   "/v1/mail-addresses/{id}/test",         administration, {no,    no,    no,     yes,    no,      no}, hidden},
    {"POST",   "/v1/mail-addresses/{id}/confirmation", administration, {no,    no,    no,     yes,    no,      no}, hidden},
    {"GET",    "/v1/mail-addresses/{id}/attempts",     administration, {no,    no,    no,     yes,    no,      no}, hidden},
    {"GET",    "/v1/officers",                           administration, {no,    no,    no,     yes,    no,      no}, unnamed},
    {"POST",   "/v1/officers",                           administration, {no,    no,    no,     yes,    no,      no}, unnamed, fresh},
    {"GET",    "/v1/officers/{id}",                      administration, {no,    no,    no,     yes,    no,      no}, hidden},
    {"PUT",    "/v1/officers/{id}/roles",                administration, {no,    no,    no,     yes,    no,      no}, hidden, fresh},
    {"POST",   "/v1/officers/{id}/invitation",           administration, {no,    no,    no,     yes,    no,      no}, hidden, fresh},
    {"POST",   "/v1/officers/{id}/enable",               administration, {no,    no,    no,     yes,    no,      no}, hidden, fresh},
    {"DELETE", "/v1/officers/{id}/sessions",             administration, {no,    no,    no,     yes,    no,      no}, hidden, fresh},
    {"DELETE", "/v1/officers/{id}",                      administration, {no,    no,    no,     yes,    no,      no}, hidden, fresh},
    {"GET",    "/v1/session",                            people,         {yes,   yes,   yes,    yes,    yes,     yes}, unnamed},
    {"DELETE", "/v1/session",                            people,         {yes,   yes,   yes,    yes,    yes,     yes}, unnamed},
    {"POST",   "/v1/session/step-up",                    people,         {yes,   yes,   yes,    yes,    yes,     yes}, unnamed},
    {"PUT",    "/v1/session/password",                   people,         {yes,   yes,   yes,    yes,    yes,     yes}, unnamed, fresh},
    {"POST",   "/v1/session/totp",                       people,         {yes,   yes,   yes,    yes,    yes,     yes}, unnamed, fresh},
    {"POST",   "/v1/session/totp/confirmation",          people,         {yes,   yes,   yes,    yes,    yes,     yes}, unnamed, fresh},
    {"POST",   "/v1/session/recovery-codes",             people,         {yes,   yes,   yes,    yes,    yes,     yes}, unnamed, fresh},
    {"GET",    "/v1/sessions",                           people,         {yes,   yes,   yes,    yes,    yes,     yes}, unnamed},
    {"DELETE", "/v1/sessions/{id}",                      people,         {yes,   yes,   yes,    yes,    yes,     yes}, hidden, fresh},
    {"POST",   "/v1/session",                            none,           {yes,   yes,   yes,    yes,    yes,     yes}, unnamed},
    {"POST",   "/v1/invitation",                         none,           {yes,   yes,   yes,    yes,    yes,     yes}, unnamed},
    {"POST",   "/v1/invitation/confirmation",            none,           {yes,   yes,   yes,    yes,    yes,     yes}, unnamed},
    {"POST",   "/v1/token",                              none,           {yes,   yes,   yes,    yes,    yes,     yes}, unnamed},
    {"GET",    "/v1/identity-providers",                  none,           {yes,   yes,   yes,    yes,    yes,     yes}, unnamed},
    {"GET",    "/v1/identity-providers/{provider}/sign-in", none,         {yes,   yes,   yes,    yes,    yes,     yes}, unnamed},
    {"GET",    "/v1/identity-providers/{provider}/callback", none,        {yes,   yes,   yes,    yes,    yes,     yes}, unnamed},
    {"GET",    "/v1/identity-providers/{provider}/jwks",   none,          {yes,   yes,   yes,    yes,    yes,     yes}, unnamed},
    {"POST",   "/v1/identity-providers/{provider}/logout", none,          {yes,   yes,   yes,    yes,    yes,     yes}, unnamed},
    {"GET",    "/v1/register",                           people,         {no,    no,    no,     no,     yes,     yes}, unnamed},
    {"GET",    "/v1/authorities",                        any,            {yes,   yes,   yes,    yes,    yes,     yes}, unnamed},
    {"GET",    "/livez",                                 none,           {yes,   yes,   yes,    yes,    yes,     yes}, unnamed},
    {"GET",    "/readyz",                                none,           {yes,   yes,   yes,    yes,    yes,     yes}, unnamed},
    {"GET",    "/metrics",                               none,           {yes,   yes,   yes,    yes,    yes,     yes}, unnamed},
    {"GET",    "/openapi.json",                          none,           {yes,   yes,   yes,    yes,    yes,     yes}, unnamed},
};
// clang-format on

}  // namespace

std::span<const Permission> permissions() {
  return table;
}

const Permission* permission_of(std::string_view method, std::string_view pattern) {
  const auto* found = std::find_if(std::begin(table), std::end(table), [&](const auto& row) {
    return row.method == method && row.pattern == pattern;
  });
  return found == std::end(table) ? nullptr : found;
}

}  // namespace badgewatch::access
