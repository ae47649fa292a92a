/** Keeps virtual hosts apart. Each inherits what stands outside of them, as in Apache. */
import { type At, type ConfigNode, type Directive, everyNode, place, printable, refuse, type Section } from "./model";
import { wordsAt } from "./parse";
import { type Mapping, mappingsOf } from "./paths";

/** One site of the old server. */
export interface Host {
  /** ServerName in lower case, or where the section begins if there is none. */
  name: string;
  /** ServerAlias, in lower case. */
  aliases: string[];
  /** Undefined without `<VirtualHost>`. */
  at: At | undefined;
  /** From ServerName and the address of the section. Empty if unknown. */
  port: string;
  /** `SSLEngine on`, a ServerName with https, or port 443. */
  isHttps: boolean;
  /** Directives and sections outside of virtual hosts first, then the host's own. */
  nodes: ConfigNode[];
  /** The host's own part of `nodes`. */
  own: readonly ConfigNode[];
  mappings: Mapping[];
  /** Lines of AliasMatch and ScriptAliasMatch, which are not followed. */
  unfollowed: Directive[];
  /** The host by the other answers to what the files do not say. */
  readings: Host[];
}

/** Returns the hosts that use mod_auth_openidc, and how many there are in all. */
export function hostsIn(
  nodes: readonly ConfigNode[],
  others: readonly ConfigNode[][] = [],
): { hosts: Host[]; count: number } {
  const everyReading = others.map(everyHost);
  const all = everyHost(nodes).map((host) => {
    const readings = everyReading.flatMap((hosts) => hosts.filter((other) => isSamePlace(other.at, host.at)));
    return { ...host, readings };
  });
  return { hosts: all.filter(usesOpenId), count: all.length };
}

function isSamePlace(one: At | undefined, other: At | undefined): boolean {
  return one?.file === other?.file && one?.line === other?.line;
}

function everyHost(nodes: readonly ConfigNode[]): Host[] {
  const sections = nodes.filter((node): node is Section => node.name === "virtualhost");
  const shared = nodes.filter((node) => node.name !== "virtualhost");
  return sections.length === 0 ? [hostOf(undefined, shared)] : sections.map((each) => hostOf(each, shared));
}

function hostOf(section: Section | undefined, shared: readonly ConfigNode[]): Host {
  const own = section?.children ?? [];
  const nodes = [...shared, ...own];
  const directives = (from: readonly ConfigNode[], ...names: string[]) =>
    from.filter((node): node is Directive => node.kind === "directive" && names.includes(node.name));
  const last = (name: string) => directives(own, name).at(-1) ?? directives(shared, name).at(-1);
  const serverName = last("servername");
  const [, scheme, host = "", namedPort] =
    /^(?:(https?):\/\/)?(.*?)(?::(\d+))?$/i.exec((serverName && wordsAt(serverName)[0]) ?? "") ?? [];
  const port = namedPort ?? /:(\d+)["']?$/.exec(section?.raw.split(/\s+/)[0] ?? "")?.[1] ?? "";
  const tls = last("sslengine")?.raw.toLowerCase() === "on" || scheme?.toLowerCase() === "https";
  // Aliases of the host come before those that it inherits.
  const aliases = [...directives(own, "alias", "scriptalias"), ...directives(shared, "alias", "scriptalias")];
  return {
    name: printable(host).toLowerCase() || (section ? place(section.at) : "the server"),
    aliases: directives(own, "serveralias").flatMap((each) => wordsAt(each).map((alias) => alias.toLowerCase())),
    at: section?.at,
    port,
    isHttps: tls || port === "443",
    nodes,
    own,
    mappings: mappingsOf(aliases, last("documentroot")),
    unfollowed: directives(nodes, "aliasmatch", "scriptaliasmatch"),
    readings: [],
  };
}

/** A host that only redirects to another one inherits shared sections, but shows no page. */
function usesOpenId({ nodes, own }: Host): boolean {
  const uses = (all: readonly ConfigNode[]) => [...everyNode(all)].some(isOpenId);
  const redirects = own.some(({ name, raw }) => name === "redirect" && /(^|\s)\/\s+["']?https?:/.test(raw));
  return redirects ? uses(own) : uses(nodes);
}

function isOpenId({ name, raw }: ConfigNode): boolean {
  return name.startsWith("oidc") || (name === "authtype" && /openid|oauth20/i.test(raw));
}

/** Picks a host by its name or ServerAlias, with or without the port. Refuses an unknown name. */
export function pickHost(hosts: readonly Host[], wanted: string): Host {
  const matching = hosts.filter(({ name, aliases, port }) =>
    [name, ...aliases].some((each) => [each, `${each}:${port}`].includes(wanted.toLowerCase())),
  );
  const [found] = matching;
  if (found && matching.length === 1) return found;
  return refuse(undefined, `expected --host to be one of: ${hosts.map(hostLabel).join(", ")}`);
}

/** Names a host so that `--host` finds it. */
export function hostLabel({ name, port }: Host): string {
  return port ? `${name}:${port}` : name;
}
