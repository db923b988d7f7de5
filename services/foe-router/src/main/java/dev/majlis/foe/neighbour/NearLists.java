package dev.majlis.foe.neighbour;

import dev.majlis.foe.table.OutputTable;
import dev.majlis.foe.table.RowLists;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Looks into the lists whose centroids are nearest over the experts so far, until they hold enough rows. Sums of centroids and
 * of every list once looked into are kept and grow by one expert at a time; which lists are near may change with each. The
 * fewer experts, the less lists say of who is near: over s of them a share of 1 / s of the rows is looked at, all of them
 * for one, so a search takes about as long as an exact one over a single expert.
 */
final class NearLists implements RowDistances {
    /** Rows looked at: no less than one in so many, and no fewer than so many in all and for each neighbour. */
    private static final int SHARE = 25;

    private static final int LEAST = 4_000;
    private static final int EACH = 40;

    private record Said(int expert, float[] features) {}

    private final RowLists lists;
    private final int rows;
    private final List<Said> said = new ArrayList<>();
    private final double[] centroidSums;
    private final double[][] listSums;

    NearLists(OutputTable table, RowLists lists) {
        this.lists = lists;
        this.rows = table.rows();
        this.centroidSums = new double[lists.count()];
        this.listSums = new double[lists.count()][];
    }

    @Override
    public void add(int expert, float[] features) {
        lists.centroids(expert).addDistances(features, centroidSums);
        for (int list = 0; list < listSums.length; list++) {
            if (listSums[list] != null) {
                lists.part(expert, list).addDistances(features, listSums[list]);
            }
        }
        said.add(new Said(expert, features));
    }

    @Override
    public Nearest nearest(int k, int excluded) {
        Nearest nearest = new Nearest(k);
        for (int list : near(centroidSums, k, said.size())) {
            offer(nearest, list, sums(list), excluded);
        }
        return nearest;
    }

    @Override
    public Nearest nearestWith(int expert, float[] features, int k, int excluded) {
        double[] centroids = centroidSums.clone();
        lists.centroids(expert).addDistances(features, centroids);
        Nearest nearest = new Nearest(k);
        for (int list : near(centroids, k, said.size() + 1)) {
            double[] more = sums(list).clone();
            lists.part(expert, list).addDistances(features, more);
            offer(nearest, list, more, excluded);
        }
        return nearest;
    }

    @Override
    public double squared(int row) {
        int list = lists.of(row);
        return sums(list)[row - lists.start(list)];
    }

    private double[] sums(int list) {
        if (listSums[list] == null) {
            listSums[list] = new double[lists.start(list + 1) - lists.start(list)];
            for (Said each : said) {
                lists.part(each.expert(), list).addDistances(each.features(), listSums[list]);
            }
        }
        return listSums[list];
    }

    // nearest first, as many as hold enough rows
    private int[] near(double[] centroids, int k, int experts) {
        int share = Math.max(rows / SHARE, rows / experts);
        int enough = Math.min(rows, Math.max(Math.max(LEAST, share), EACH * k));
        Nearest order = new Nearest(lists.count());
        for (int list = 0; list < centroids.length; list++) {
            order.offer(centroids[list], list);
        }
        int count = 0;
        int held = 0;
        while (count < order.size() && held < enough) {
            int list = order.row(count++);
            held += lists.start(list + 1) - lists.start(list);
        }
        return IntStream.range(0, count).map(order::row).toArray();
    }

    private void offer(Nearest nearest, int list, double[] sums, int excluded) {
        int start = lists.start(list);
        for (int i = 0; i < sums.length; i++) {
            if (start + i != excluded) {
                nearest.offer(sums[i], start + i);
            }
        }
    }
}
