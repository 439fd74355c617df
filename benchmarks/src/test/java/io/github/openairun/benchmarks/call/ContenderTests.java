package io.github.openairun.benchmarks.call;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.context.ConfigurableApplicationContext;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.StringNode;

import static org.assertj.core.api.Assertions.assertThat;

class ContenderTests {

	private final JsonMapper mapper = JsonMapper.builder().build();

	@ParameterizedTest
	@EnumSource(Row.class)
	void contendersAgree(Row row) {
		try (ConfigurableApplicationContext context = CallApplication.start()) {
			for (Contender contender : Contender.values()) {
				Contender.Answer answer = contender.prepare(context, row);
				for (int call = 0; call < 200; call++) {
					assertThat(read(answer.text())).as("%s", contender).isEqualTo(read(row.result()));
				}
			}
		}
	}

	/** Some write a text as it is, others as JSON. */
	private JsonNode read(String text) {
		return (text.startsWith("{") || text.startsWith("\"")) ? this.mapper.readTree(text) : StringNode.valueOf(text);
	}

}
