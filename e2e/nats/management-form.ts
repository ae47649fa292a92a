// What NATS posts to the Management URL: the actions of a change, and the fields of a form. Pure.
import type { NatsMember } from "./members";

/**
 * Returns the actions that NATS posts for a change of a member; `before` is undefined for a new
 * one, `after` for one that was deleted. Confirmed: the actions, that TRIALTOFULL may come twice
 * (here always), CHANGE for name and password. Unknown: what is posted for a ban (here DELETE), for
 * the end of one (here ADD), and for a full member who becomes a trial member (here CHANGE).
 */
export function actionsOf(before: NatsMember | undefined, after: NatsMember | undefined): string[] {
  if (!after) return ["DELETE"];
  if (!before) return [after.manual ? "MANUALADD" : "ADD"];
  const isRenamed = before.username !== after.username || before.password !== after.password;
  const isConverted = before.trial === 1 && after.trial === 0 && after.status === 1;
  return [
    ...(isRenamed || before.trial < after.trial ? ["CHANGE"] : []),
    ...(after.banned && !before.banned ? ["DELETE"] : []),
    ...(before.banned && !after.banned ? ["ADD"] : []),
    ...(before.status === 1 && after.status === 2 ? ["EXPIRE"] : []),
    ...(before.status === 0 && after.status === 1 ? ["ADD"] : []),
    ...(before.status === 2 && after.status === 1 ? ["ACTIVATE"] : []),
    ...(isConverted ? ["TRIALTOFULL", "TRIALTOFULL"] : []),
  ];
}

/** Returns today as YYYY-MM-DD, the form of `expire` (confirmed). */
const today = () => new Date().toISOString().slice(0, 10);

/**
 * Returns the fields of a post. Confirmed: their names, that `password` is in clear, that personal
 * data is among them unless a site setting leaves it out. The values are made up.
 */
export function postFields(action: string, before: NatsMember, after: NatsMember): Record<string, string> {
  const changed = {
    ...(before.username === after.username ? {} : { new_username: after.username }),
    ...(before.password === after.password
      ? {}
      : { new_password: after.password, new_cryptpass: "41R1canary7N2", new_token: "0" }),
  };
  return {
    ...memberFields(before, after),
    ...subscriptionFields,
    ...personalFields,
    ...(action === "CHANGE" ? changed : {}),
    ...(action === "EXPIRE" ? { expire: today() } : {}),
    action,
  };
}

function memberFields(before: NatsMember, after: NatsMember): Record<string, string> {
  const { memberid, siteid, username, password, email, manual } = before;
  return {
    memberid,
    identid: "22",
    loginid: "2",
    networkid: "0",
    refurl_lookup_id: "2",
    landing_page_lookup_id: "0",
    status: String(after.status),
    trial: String(after.trial),
    joined: "1796792016",
    expired: after.status === 2 ? "1796792020" : "0",
    last_login: "0",
    stamp: "1796792016",
    siteid,
    username,
    password,
    cryptpass: "41R1canary7NL",
    ip: "168430278",
    email,
    session: "4b23bba5canary1441ec36e4",
    mailok: "0",
    flat_price: "0",
    first_login: "0",
    third_party_partner_id: "0",
    token: "0",
    original_username: before.originalUsername || username,
    renamed: before.originalUsername === "" ? "0" : "1",
    marked: "0",
    token_hash: "285635canary7aa79b521b7f4a4f",
    max_password_display_time: "1796792916",
    memberidx: manual ? `NATS:${memberid}` : "NETBILLING:113349189748",
  };
}

const subscriptionFields = {
  member_subscription_id: "83",
  billerid: "2",
  statid: "359373bbdb06fc",
  cost: "0",
  cost_charge: "0",
  spent: "3000",
  refunded: "0",
  charges: "1",
  next_rebill: "1799470416",
  optionid: "1",
  rebills: "0",
  active: "1",
  expires: "1799470416",
  nats_expires: "1799470416",
  biller_expires: "0",
  original_optionid: "1",
  created_date: "1796791997",
  gateway_token: "113349173365",
  bin_hash: "b70f5ecanary92dc865ade427a7c5ce9",
  trial_leftover_time: "0",
};

const personalFields = {
  firstname: "Canary-Firstname",
  lastname: "Canary-Lastname",
  address1: "22 Canary-Street",
  address2: "",
  zip: "23423",
  city: "Canary-City",
  country: "US",
  state: "NJ",
};
