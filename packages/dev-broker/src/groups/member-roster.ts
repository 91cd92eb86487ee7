import type { ErrorName } from '@sluice/kafka-protocol';
import type { GroupMember } from './group-member.ts';

/** Whom a request speaks for. */
export interface MemberClaim {
  readonly memberId: string;
  readonly instanceId: string | null;
}

/** The members of a group, and which member stands for which static instance. */
export class MemberRoster {
  readonly #members = new Map<string, GroupMember>();
  readonly #idsByInstance = new Map<string, string>();
  #leaderId: string | null = null;

  get size(): number {
    return this.#members.size;
  }

  /** The member that has led longest, or takes over from one that is gone; null in an empty group. */
  get leaderId(): string | null {
    return this.#leaderId;
  }

  all(): GroupMember[] {
    return [...this.#members.values()];
  }

  find(memberId: string): GroupMember | undefined {
    return this.#members.get(memberId);
  }

  findInstance(instanceId: string | null): GroupMember | undefined {
    const id = instanceId === null ? undefined : this.#idsByInstance.get(instanceId);
    return id === undefined ? undefined : this.#members.get(id);
  }

  add(member: GroupMember): void {
    this.#members.set(member.id, member);
    if (member.details.instanceId !== null) this.#idsByInstance.set(member.details.instanceId, member.id);
    this.#leaderId ??= member.id;
  }

  remove(member: GroupMember): void {
    this.#members.delete(member.id);
    const { instanceId } = member.details;
    if (instanceId !== null && this.#idsByInstance.get(instanceId) === member.id) {
      this.#idsByInstance.delete(instanceId);
    }
    if (this.#leaderId === member.id) this.#leaderId = this.all()[0]?.id ?? null;
  }

  /** Puts a member in the place of one of the same instance, as leader too. */
  replace(old: GroupMember, successor: GroupMember): void {
    const leads = this.#leaderId === old.id;
    this.remove(old);
    this.add(successor);
    if (leads) this.#leaderId = successor.id;
  }

  /** The leader must be there to assign work: where it did not join, one that did takes its place. */
  leadByOneOf(members: readonly GroupMember[]): void {
    if (!members.some(({ id }) => id === this.#leaderId)) this.#leaderId = members[0]?.id ?? null;
  }

  /** The member, or the error for one that is not, or that another of its instance has replaced (KIP-345). */
  identify({ memberId, instanceId }: MemberClaim): GroupMember | ErrorName {
    if (instanceId === null) return this.find(memberId) ?? 'UNKNOWN_MEMBER_ID';
    const current = this.findInstance(instanceId);
    if (current === undefined) return 'UNKNOWN_MEMBER_ID';
    return current.id === memberId ? current : 'FENCED_INSTANCE_ID';
  }
}
