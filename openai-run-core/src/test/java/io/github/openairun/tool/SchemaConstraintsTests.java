package io.github.openairun.tool;

import java.lang.reflect.Field;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import io.github.openairun.tool.schema.ToolParameter;
import io.github.openairun.tool.schema.ToolSchema;
import io.github.openairun.tool.schema.ToolSchemaGenerator;

import static io.github.openairun.tool.SchemaText.property;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link SchemaConstraints} and {@link JakartaConstraints}.
 */
class SchemaConstraintsTests {

	private final ToolSchemaGenerator generator = new JacksonToolSchemaGenerator(JsonMapper.builder().build());

	static Stream<Arguments> fields() {
		return Arrays.stream(ConstrainedTypes.class.getDeclaredFields())
			.filter((field) -> field.isAnnotationPresent(ConstrainedTypes.Expected.class))
			.map((field) -> Arguments.of(field.getName(), field));
	}

	@ParameterizedTest(name = "{0}")
	@MethodSource("fields")
	void carriesConstraintsIntoTheSchema(String name, Field field) {
		JsonNode schema = property(this.generator.forParameters(List.of(new ToolParameter(name, field.getGenericType(),
				field.getAnnotatedType(), field, null, !Optionality.isNullable(field.getAnnotatedType())))));
		String expected = field.getAnnotation(ConstrainedTypes.Expected.class).value();
		assertThat(schema).isEqualTo(new JsonMapper().readTree(quoted(expected)));
		assertThat(SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12).getSchema(schema.toString()))
			.isNotNull();
	}

	@ParameterizedTest(name = "{0}")
	@MethodSource("fields")
	void keepsToWhatStrictModeKnows(String name, Field field) {
		ToolSchema schema = this.generator.forParameters(List.of(new ToolParameter(name, field.getGenericType(),
				field.getAnnotatedType(), field, null, !Optionality.isNullable(field.getAnnotatedType()))));
		if (schema.strict()) {
			assertThat(StrictMode.violations(schema.json())).isEmpty();
		}
	}

	private static String quoted(String text) {
		return text.replaceAll("([{,\\[] ?)([A-Za-z]\\w*)(?=[:,\\]])", "$1\"$2\"")
			.replaceAll(": ((?!true|false|null)[a-z]+)(?=[,}])", ": \"$1\"")
			.replaceAll("'([^']*)'", "\"$1\"");
	}

}
