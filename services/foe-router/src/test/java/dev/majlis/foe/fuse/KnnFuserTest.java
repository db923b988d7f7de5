package dev.majlis.foe.fuse;

import static org.assertj.core.api.Assertions.assertThat;

import dev.majlis.foe.pool.ExpertSet;
import dev.majlis.foe.table.OutputTable;
import dev.majlis.foe.twin.NaiveFoe;
import dev.majlis.foe.twin.RandomTables;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;

class KnnFuserTest {
    @Property(tries = 40)
    void leavesARowOutAsPlainSearchDoes(
            @ForAll @LongRange(min = 0, max = 1_000_000) long seed, @ForAll @IntRange(min = 12, max = 1500) int rows) {
        Random random = new Random(seed);
        OutputTable table = RandomTables.of(random, rows, 4, 3);
        KnnFuser fuser = new KnnFuser(table, 9);
        NaiveFoe naive = new NaiveFoe(table, 9, 1, new double[4], 0);
        int row = random.nextInt(rows);

        for (ExpertSet asked : new ExpertSet[] {ExpertSet.NONE, ExpertSet.of(1), ExpertSet.of(0, 2)}) {
            RowFusion fusion = fuser.ofRow(row, asked);
            if (!asked.isEmpty()) {
                assertThat(fusion.alone()).containsExactly(naive.fuse(table.outputs(row, asked), asked, row));
            }
            ExpertSet more = asked.with(3);
            assertThat(fusion.with(3)).containsExactly(naive.fuse(table.outputs(row, more), more, row));
        }
    }

    @Property(tries = 40)
    void fusesAnInputAsPlainSearchDoes(@ForAll @LongRange(min = 0, max = 1_000_000) long seed) {
        Random random = new Random(seed);
        OutputTable table = RandomTables.of(random, 300, 4, 3);
        OutputTable input = RandomTables.of(random, 1, 4, 3);
        NaiveFoe naive = new NaiveFoe(table, 9, 1, new double[4], 0);

        assertThat(new KnnFuser(table, 9).fuse(input.outputs(0, table.all()), table.all()))
                .containsExactly(naive.fuse(input.outputs(0, table.all()), table.all(), -1));
    }
}
