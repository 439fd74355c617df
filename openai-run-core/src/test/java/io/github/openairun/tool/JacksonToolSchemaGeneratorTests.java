package io.github.openairun.tool;

import java.lang.reflect.Type;
import java.util.List;
import java.util.regex.Matcher;

import com.fasterxml.jackson.annotation.JsonProperty;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.cfg.EnumFeature;
import tools.jackson.databind.json.JsonMapper;

import io.github.openairun.tool.schema.ToolSchema;
import io.github.openairun.tool.schema.ToolSchemaGenerator;

import static io.github.openairun.tool.SchemaText.json;
import static io.github.openairun.tool.SchemaText.nullable;
import static io.github.openairun.tool.SchemaText.object;
import static io.github.openairun.tool.SchemaText.parameter;
import static io.github.openairun.tool.SchemaText.property;
import static io.github.openairun.tool.SchemaText.quoted;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link JacksonToolSchemaGenerator}, beyond single types.
 */
class JacksonToolSchemaGeneratorTests {

	private final JsonMapper mapper = JsonMapper.builder().build();

	private final ToolSchemaGenerator generator = new JacksonToolSchemaGenerator(this.mapper);

	@Test
	void everyParameterIsAPropertyAndOptionalOnesAreNullable() {
		ToolSchema schema = this.generator.forParameters(List.of(parameter("number", String.class, "Digits only", true),
				parameter("limit", Integer.class, null, false)));
		assertThat(schema.json()).isEqualTo(
				object("number: {type: string, description: 'Digits only'}, " + "limit: {type: [integer, 'null']}"));
	}

	@Test
	void optionalParametersNeedNotBeGivenWithoutStrictMode() {
		ToolSchema schema = this.generator.forParameters(List.of(parameter("anything", Object.class, null, true),
				parameter("limit", Integer.class, null, false)));
		assertThat(schema.json()).isEqualTo(object("anything: {}, limit: {type: [integer, 'null']}")
			.replace(quoted("required: [anything, limit]"), quoted("required: [anything]")));
	}

	@Test
	void noParametersAreAnEmptyObject() {
		assertThat(this.generator.forParameters(List.of()).json()).isEqualTo(object(""));
	}

	@Test
	void aTypeThatContainsItselfIsADefinition() throws Exception {
		ToolSchema schema = this.generator.forParameters(List.of(parameter("node")));
		assertThat(schema.json()).isEqualTo(object("node: {$ref: '#/$defs/Node'}").replaceFirst("}$",
				",\"\\$defs\":{\"Node\":"
						+ Matcher.quoteReplacement(
								object("name: {type: string}, children: {type: array, items: {$ref: '#/$defs/Node'}}"))
						+ "}}"));
	}

	@Test
	void aReferenceHasNoDescriptionBesideIt() throws Exception {
		JsonNode schema = json(this.generator.forParameters(List.of(parameter("person"))));
		JsonNode person = schema.at("/$defs/Person/properties");
		assertThat(person.path("friend").toString())
			.isEqualTo(quoted("{anyOf: [{$ref: '#/$defs/Person'}], description: 'Closest friend'}"));
		assertThat(person.path("home").toString())
			.isEqualTo(nullable(object("city: {type: string}, owner: {$ref: '#/$defs/Person'}")));
	}

	@Test
	void aChoiceThatContainsItselfIsADefinition() throws Exception {
		JsonNode schema = json(this.generator.forParameters(List.of(parameter("expression"))));
		assertThat(schema.at("/properties/expression").toString()).isEqualTo(quoted("{$ref: '#/$defs/Expression'}"));
		assertThat(schema.at("/$defs/Expression").toString())
			.isEqualTo(quoted("{anyOf: [") + object("op: {type: string, enum: [Value]}, value: {type: integer}") + ","
					+ object("op: {type: string, enum: [Sum]}, left: {$ref: '#/$defs/Expression'}, "
							+ "right: {$ref: '#/$defs/Expression'}")
					+ "]}");
	}

	@Test
	void typesOfTheSameNameAreDefinedApart() {
		ToolSchema schema = this.generator.forParameters(List.of(parameter("first", SchemaTypes.Node.class, null, true),
				parameter("second", OtherTypes.Node.class, null, true)));
		assertThat(json(schema).path("$defs").propertyNames()).containsExactly("Node", "Node2");
	}

	@Test
	void aTypeThatStandsAloneRefersToItsRoot() {
		assertThat(this.generator.forType(SchemaTypes.Node.class).json())
			.isEqualTo(object("name: {type: string}, children: {type: array, items: {$ref: '#'}}"));
	}

	@Test
	void aMapMayStandAlone() throws Exception {
		Type type = SchemaTypes.class.getDeclaredField("map").getGenericType();
		ToolSchema schema = this.generator.forType(type);
		assertThat(schema.strict()).isFalse();
		assertThat(schema.json()).isEqualTo(quoted("{type: object, additionalProperties: {type: integer}}"));
	}

	@ParameterizedTest
	@ValueSource(classes = { String.class, SchemaTypes.Status.class, int[].class, SchemaTypes.Shape.class,
			SchemaTypes.OrderNumber.class })
	void whatIsNoObjectCannotStandAlone(Class<?> type) {
		assertThatIllegalArgumentException().isThrownBy(() -> this.generator.forType(type))
			.withMessageContaining("is not an object: put it into a record");
	}

	@Test
	void refusesAPropertyThatJacksonCannotBind() {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> this.generator.forParameters(List.of(parameter("outer", Unbindable.class, null, true))))
			.withMessageContaining("'outer' cannot be bound from JSON")
			.withMessageContaining("Contradictory#setValue");
	}

	@Test
	void keepsToTheNamesOfTheApplicationsMapper() {
		JsonMapper snake = JsonMapper.builder().propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE).build();
		assertThat(new JacksonToolSchemaGenerator(snake).forType(Names.class).json())
			.isEqualTo(object("order_id: {type: string}"));
	}

	@Test
	void keepsToTheMixInsOfTheApplicationsMapper() {
		JsonMapper mixed = JsonMapper.builder().addMixIn(Names.class, NamesMixIn.class).build();
		assertThat(new JacksonToolSchemaGenerator(mixed).forType(Names.class).json())
			.isEqualTo(object("id: {type: string}"));
	}

	@Test
	void namesTheConstantsThatBindEvenIfTheyAreWrittenOtherwise() throws Exception {
		JsonMapper asymmetric = JsonMapper.builder().disable(EnumFeature.READ_ENUMS_USING_TO_STRING).build();
		ToolSchema schema = new JacksonToolSchemaGenerator(asymmetric)
			.forParameters(List.of(parameter("spokenStatus")));
		assertThat(property(schema).toString()).isEqualTo(quoted("{type: string, enum: [NEW, SHIPPED]}"));
	}

	@Test
	void propertiesStandInTheOrderOfDeclaration() {
		assertThat(this.generator.forType(Unordered.class).json())
			.isEqualTo(object("reasoning: {type: string}, answer: {type: string}"));
	}

	@Test
	void doesNotChangeTheApplicationsMapper() {
		this.generator.forType(Names.class);
		assertThat(this.mapper.readValue("{\"orderId\":null,\"other\":1}", Names.class)).isEqualTo(new Names(null));
	}

	record Names(String orderId) {
	}

	abstract static class NamesMixIn {

		@JsonProperty("id")
		String orderId;

	}

	record Unbindable(String name, Contradictory bean) {
	}

	static final class Contradictory {

		public void setValue(Names value) {
		}

		public void setValue(Unordered value) {
		}

	}

	record Unordered(String reasoning, String answer) {
	}

	static final class OtherTypes {

		record Node(Node next) {
		}

	}

}
