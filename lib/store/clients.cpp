#include "store/clients.hpp"

#include "core/text.hpp"
#include "store/rows.hpp"

namespace badgewatch::store {
namespace {

constexpr Statement find_client{
    "find_client",
    "select id, authority, name, scopes, networks, jwks, created_at, revoked_at, last_used_at,"
    "       certificate_bound"
    " from find_client($1)"};
constexpr Statement list_clients{
    "list_clients",
    "select id, authority, name, scopes, networks, jwks, created_at, revoked_at, last_used_at,"
    "       certificate_bound"
    " from client where authority = $1 order by created_at, id"};
constexpr Statement insert_client{
    "insert_client",
    "insert into client (authority, id, name, scopes, networks, jwks, key_prints, created_at,"
    "                    certificate_bound)"
    " values ($1, $2, $3, $4, $5, $6, $7, $8, $9)"
    " on conflict (authority, name) where revoked_at is null do nothing"};
constexpr Statement replace_client_keys{
    "replace_client_keys",
    "update client set jwks = $3, key_prints = $4"
    " where authority = $1 and id = $2 and revoked_at is null"
    " and (jwks is distinct from $3 or key_prints is distinct from $4)"};
constexpr Statement revoke_client{
    "revoke_client",
    "update client set revoked_at = coalesce(revoked_at, $3) where authority = $1 and id = $2"};
constexpr Statement find_token_statement{"find_access_token",
                                         "select * from find_access_token($1)"};
constexpr Statement insert_token{
    "insert_access_token",
    "insert into access_token (authority, token_hash, client, scopes, key_print, issued_at,"
    "                          expires_at, certificate)"
    " values ($1, $2, $3, $4, $5, $6, $7, $8)"};
constexpr Statement insert_assertion{
    "insert_used_assertion",
    "insert into used_assertion (authority, client, id_hash, kept_until) values ($1, $2, $3, $4)"
    " on conflict do nothing"};
constexpr Statement note_client_use{
    "note_client_use", "update client set last_used_at = $3 where authority = $1 and id = $2"};
constexpr Statement drop_old_tokens{
    "drop_old_tokens",
    "delete from access_token where authority = $1 and client = $2 and expires_at < $3"};
constexpr Statement drop_old_assertions{
    "drop_old_assertions",
    "delete from used_assertion where authority = $1 and client = $2 and kept_until < $3"};

ports::Client client_of(const Rows& rows, int row) {
  ports::Client client;
  client.id = rows.at<core::Uuid>(row, 0);
  client.authority = rows.at<std::string>(row, 1);
  client.name = rows.at<std::string>(row, 2);
  client.scopes = words_of(rows.at<std::string>(row, 3));
  client.networks = words_of(rows.at<std::string>(row, 4));
  client.jwks = rows.at<std::string>(row, 5);
  client.created_at = rows.at<core::Instant>(row, 6);
  client.revoked_at = rows.maybe<core::Instant>(row, 7);
  client.last_used_at = rows.maybe<core::Instant>(row, 8);
  client.certificate_bound = rows.at<bool>(row, 9);
  return client;
}

Column<core::ByteView> prints_of(const ports::Client& client) {
  Column<core::ByteView> prints;
  for (const auto& print : client.keys)
    prints.add(print);
  return prints;
}

// One change by the owner, with its leaf; `refusal` when it changes nothing.
core::Result<void> change(Context& context, const Statement& statement,
                          const Parameters& parameters, const proof::Leaf& leaf,
                          core::Error refusal) {
  auto session = begin_as_owner(context);
  if (!session) return session.error();
  auto changed = (*session)->run(statement, parameters);
  if (!changed) return changed.error();
  if (changed->affected() == 0) return refusal;
  if (auto logged = insert_leaves(**session, {&leaf, 1}); !logged) return logged.error();
  return (*session)->commit();
}

core::Error no_client() {
  return {core::Errc::not_found, "There is no such client of yours."};
}

}  // namespace

core::Result<std::optional<ports::Client>> SqlClients::find(const core::Uuid& id) {
  auto lease = context_.app.lease();
  if (!lease) return lease.error();
  auto rows = (*lease)->run(find_client, Parameters().add(id));
  if (!rows) return rows.error();
  if (rows->empty()) return std::optional<ports::Client>();
  return std::optional(client_of(*rows, 0));
}

core::Result<std::vector<ports::Client>> SqlClients::list(const std::string& authority) {
  return as_authority(context_, authority,
                      [&](Session& session) -> core::Result<std::vector<ports::Client>> {
                        auto rows = session.run(list_clients, Parameters().text(authority));
                        if (!rows) return rows.error();
                        std::vector<ports::Client> clients;
                        for (int i = 0; i < rows->size(); ++i)
                          clients.push_back(client_of(*rows, i));
                        return clients;
                      });
}

core::Result<void> SqlClients::add(const ports::Client& client, const proof::Leaf& leaf) {
  Parameters parameters;
  parameters.text(client.authority).add(client.id).text(client.name);
  parameters.text(core::join(client.scopes, " ")).text(core::join(client.networks, " "));
  parameters.text(client.jwks).add(prints_of(client)).add(client.created_at);
  parameters.add(client.certificate_bound);
  return change(context_, insert_client, parameters, leaf,
                {core::Errc::conflict, "The authority has a client of that name in force."});
}

core::Result<void> SqlClients::replace_keys(const ports::Client& client, const proof::Leaf& leaf) {
  Parameters parameters;
  parameters.text(client.authority).add(client.id).text(client.jwks).add(prints_of(client));
  return change(context_, replace_client_keys, parameters, leaf, no_client());
}

core::Result<void> SqlClients::revoke(const std::string& authority, const core::Uuid& id,
                                      core::Instant at, const proof::Leaf& leaf) {
  return change(context_, revoke_client, Parameters().text(authority).add(id).add(at), leaf,
                no_client());
}

core::Result<bool> SqlClients::issue(const ports::AccessToken& token, const core::Hash& token_hash,
                                     const ports::UsedAssertion& assertion,
                                     const proof::Leaf& leaf) {
  return as_authority(context_, token.authority, [&](Session& session) -> core::Result<bool> {
    const auto of_client = [&] { return Parameters().text(token.authority).add(token.client); };
    auto used =
        session.run(insert_assertion, of_client().bytes(assertion.id).add(assertion.kept_until));
    if (!used) return used.error();
    if (used->affected() == 0) return false;
    Parameters parameters;
    parameters.text(token.authority).bytes(token_hash).add(token.client);
    parameters.text(core::join(token.scopes, " ")).bytes(token.key);
    parameters.add(token.issued_at).add(token.expires_at);
    parameters.add(std::optional<std::string_view>(token.certificate));
    if (auto done = session.run(insert_token, parameters); !done) return done.error();
    for (const auto* statement : {&drop_old_tokens, &drop_old_assertions, &note_client_use})
      if (auto done = session.run(*statement, of_client().add(token.issued_at)); !done)
        return done.error();
    if (auto logged = insert_leaves(session, {&leaf, 1}); !logged) return logged.error();
    return true;
  });
}

core::Result<std::optional<ports::AccessToken>> SqlClients::find_token(
    const core::Hash& token_hash) {
  auto lease = context_.app.lease();
  if (!lease) return lease.error();
  auto rows = (*lease)->run(find_token_statement, Parameters().bytes(token_hash));
  if (!rows) return rows.error();
  if (rows->empty()) return std::optional<ports::AccessToken>();
  ports::AccessToken token;
  token.client = rows->at<core::Uuid>(0, 0);
  token.authority = rows->at<std::string>(0, 1);
  token.scopes = words_of(rows->at<std::string>(0, 2));
  token.networks = words_of(rows->at<std::string>(0, 3));
  token.key = rows->at<core::Hash>(0, 4);
  token.issued_at = rows->at<core::Instant>(0, 5);
  token.expires_at = rows->at<core::Instant>(0, 6);
  token.client_name = rows->at<std::string>(0, 7);
  token.certificate = rows->maybe<std::string>(0, 8);
  return std::optional(std::move(token));
}

}  // namespace badgewatch::store
