package io.sluice.cluster;

/**
 * A node's place in its cluster, as its command line says.
 *
 * @param membership of the cluster
 * @param isHa       whether Vert.x's high availability moves its root verticle when it dies
 * @param group      its HA group; empty without
 * @param quorum     nodes of the group that must be there before it runs anything; 1 without
 * @param isSpare    it runs nothing of its own
 */
public record NodePlace(Membership membership, boolean isHa, String group, int quorum, boolean isSpare) {
    /** Of a node by itself. */
    public static final NodePlace ALONE = new NodePlace(Membership.ALONE, false, "", 1, false);

    /** The same for a node that runs nothing of its own. */
    public NodePlace asSpare() {
        return new NodePlace(membership, isHa, group, quorum, true);
    }
}
