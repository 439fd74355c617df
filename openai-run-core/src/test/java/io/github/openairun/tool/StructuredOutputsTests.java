package io.github.openairun.tool;

import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.json.JsonMapper;

import io.github.openairun.ResponseFormat;
import io.github.openairun.TypeRef;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link StructuredOutputs}.
 */
class StructuredOutputsTests {

	private final JsonMapper mapper = JsonMapper.builder()
		.propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
		.build();

	private final StructuredOutputs outputs = new StructuredOutputs(new JacksonToolSchemaGenerator(this.mapper),
			this.mapper);

	@Test
	void asksForTheSchemaOfTheType() {
		assertThat(this.outputs.formatOf(Refund.class)).isEqualTo(ResponseFormat.jsonSchema("Refund",
				"{\"type\":\"object\",\"properties\":{\"order_id\":{\"type\":\"string\"},"
						+ "\"amount\":{\"type\":\"integer\"}},\"required\":[\"order_id\",\"amount\"],"
						+ "\"additionalProperties\":false}"));
	}

	@Test
	void readsATypeWithTypeArguments() {
		TypeRef<Page<Refund>> type = new TypeRef<>() {
		};
		assertThat(this.outputs.formatOf(type.type())).isInstanceOfSatisfying(ResponseFormat.JsonSchema.class,
				(format) -> {
					assertThat(format.name()).isEqualTo("Page_Refund");
					assertThat(format.schema()).contains("\"items\":{\"type\":\"array\"", "order_id");
					assertThat(format.strict()).isTrue();
				});
		assertThat(this.outputs.read("{\"items\":[{\"order_id\":\"7\",\"amount\":3}]}", type))
			.isEqualTo(new Page<>(List.of(new Refund("7", 3))));
		TypeRef<Page<Refund>> ofType = TypeRef.of(type.type());
		assertThat(ofType).isEqualTo(type)
			.hasSameHashCodeAs(type)
			.hasToString("TypeRef[" + type.type().getTypeName() + "]");
	}

	@Test
	void makesASchemaOnce() {
		assertThat(this.outputs.formatOf(Refund.class)).isSameAs(this.outputs.formatOf(Refund.class));
	}

	@Test
	void aTypeWithAMapIsNotStrict() {
		assertThat(this.outputs.formatOf(Labels.class)).isInstanceOfSatisfying(ResponseFormat.JsonSchema.class,
				(format) -> assertThat(format.strict()).isFalse());
	}

	@ParameterizedTest
	@ValueSource(classes = { String.class, int[].class, List.class })
	void refusesWhatIsNoObject(Class<?> type) {
		assertThatIllegalArgumentException().isThrownBy(() -> this.outputs.formatOf(type))
			.withMessageContaining("is not an object: put it into a record");
	}

	@Test
	void readsByTheApplicationsMapper() {
		assertThat(this.outputs.read("{\"order_id\":\"7\",\"amount\":3}", Refund.class)).isEqualTo(new Refund("7", 3));
	}

	@ParameterizedTest
	@ValueSource(strings = { "```json\n#\n```", "```\n#```\n", "Here it is:\n\n```json\n#\n```\nAnything else?",
			"<think>It is {7}.\n```json\n{}\n```</think>\n\n#", "Seven, then.</think>#",
			"<think>\n</think>\n```json\n#\n```" })
	void readsAReplyInACodeFenceOrBehindThoughts(String reply) {
		String json = "{\"order_id\":\"7 ``` </think>\",\"amount\":3}";
		String plain = "{\"order_id\":\"7\",\"amount\":3}";
		assertThat(this.outputs.read(reply.replace("#", plain), Refund.class)).isEqualTo(new Refund("7", 3));
		assertThat(this.outputs.read(json, Refund.class)).isEqualTo(new Refund("7 ``` </think>", 3));
	}

	@ParameterizedTest
	@ValueSource(strings = { "null", "[]", "```json\n{}", "```json\nSorry\n```", "<think>{}", "```\nnull\n```", "{",
			"{\"order_id\":\"7\",\"amount\":3} {}", "Sorry" })
	void refusesWhatIsNoSuchValue(String json) {
		assertThatExceptionOfType(RuntimeException.class).isThrownBy(() -> this.outputs.read(json, Refund.class));
	}

	record Refund(String orderId, int amount) {
	}

	record Page<T>(List<T> items) {
	}

	record Labels(Map<String, String> labels) {
	}

}
