package io.github.openairun.benchmarks.durable;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link DurableTable}. The command measures; here everything runs once.
 */
class DurableTableTests {

	private static DurableTable table;

	private final ByteArrayOutputStream printed = new ByteArrayOutputStream();

	private final PrintStream out = new PrintStream(this.printed, true, StandardCharsets.UTF_8);

	@BeforeAll
	static void open() throws Exception {
		table = DurableTable.open(Sizes.tiny(), List.of());
	}

	@AfterAll
	static void close() throws Exception {
		table.close();
	}

	private List<String> lines() {
		return this.printed.toString(StandardCharsets.UTF_8).lines().toList();
	}

	@Test
	void printsARowForEachContenderOnADatabaseThatKeepsWhatItConfirms() throws Exception {
		table.run(this.out);
		assertThat(lines().get(0)).contains("fsync=on", "synchronous_commit=on");
		assertThat(lines().stream().filter((line) -> line.startsWith("| `"))).hasSize(Entrant.values().length)
			.allSatisfy((line) -> assertThat(line).as("three requests for each run").contains("| 3.0 |"));
	}

	@Test
	void theFloorWritesAsOftenAsADurableRun() throws Exception {
		table.statements(this.out);
		Map<Entrant, Double> writes = new EnumMap<>(Entrant.class);
		Entrant entrant = Entrant.FLOOR;
		for (String line : lines()) {
			String[] parts = line.strip().split("\\s+", 2);
			if (parts.length < 2) {
				entrant = Entrant.valueOf(parts[0]);
			}
			else if (parts[1].matches("(?i)(insert|update|delete) .*")) {
				writes.merge(entrant, Double.parseDouble(parts[0]), Double::sum);
			}
		}
		assertThat(writes).hasSize(Entrant.values().length);
		assertThat(writes.get(Entrant.FLOOR)).isEqualTo(writes.get(Entrant.OPENAI_RUN));
	}

}
