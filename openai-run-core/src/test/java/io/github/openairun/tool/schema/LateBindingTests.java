package io.github.openairun.tool.schema;

import java.lang.reflect.Field;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

import com.fasterxml.jackson.annotation.JsonFormat;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.DefaultTyping;
import tools.jackson.databind.EnumNamingStrategies;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.deser.ValueDeserializerModifier;
import tools.jackson.databind.deser.ValueInstantiator;
import tools.jackson.databind.introspect.BasicClassIntrospector;
import tools.jackson.databind.introspect.JacksonAnnotationIntrospector;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.jsontype.BasicPolymorphicTypeValidator;
import tools.jackson.databind.module.SimpleModule;

import io.github.openairun.tool.schema.LateBinding.Property;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link LateBinding}. That schemas do not depend on it is tested by
 * {@link PlainTypesTests}.
 */
class LateBindingTests {

	private final JsonMapper mapper = JsonMapper.builder().build();

	@ParameterizedTest
	@ValueSource(strings = { "order", "points", "array", "maybe", "sizes", "tree", "page", "withArray", "commented" })
	void plainTypesAreBoundLate(String field) throws Exception {
		assertThat(isBoundLate(this.mapper, field)).isTrue();
	}

	@ParameterizedTest
	@ValueSource(strings = { "bySize", "formatted", "ownText" })
	void othersAreNot(String field) throws Exception {
		assertThat(isBoundLate(this.mapper, field)).isFalse();
	}

	static Stream<UnaryOperator<JsonMapper.Builder>> extensions() {
		return Stream.of(
				(builder) -> builder.addModule(
						new SimpleModule().addDeserializer(PlainSamples.Point.class, new LateSamples.PointFromText())),
				(builder) -> builder
					.addModule(new SimpleModule().setDeserializerModifier(new ValueDeserializerModifier() {
					})),
				(builder) -> builder.addModule(new SimpleModule().addValueInstantiator(PlainSamples.Point.class,
						new ValueInstantiator.Base(PlainSamples.Point.class))),
				(builder) -> builder.addMixIn(PlainSamples.Point.class, PlainSamples.WithAnnotation.class),
				(builder) -> builder.withConfigOverride(PlainSamples.Point.class,
						(override) -> override.setFormat(JsonFormat.Value.forShape(JsonFormat.Shape.ARRAY))),
				(builder) -> builder.activateDefaultTyping(
						BasicPolymorphicTypeValidator.builder().allowIfBaseType(Object.class).build(),
						DefaultTyping.NON_FINAL_AND_ENUMS),
				(builder) -> builder.annotationIntrospector(new JacksonAnnotationIntrospector() {
				}), (builder) -> builder.classIntrospector(new BasicClassIntrospector() {
				}));
	}

	@ParameterizedTest
	@MethodSource("extensions")
	void nothingIsBoundLateThatAnExtensionMayBindItsWay(UnaryOperator<JsonMapper.Builder> extension) throws Exception {
		JsonMapper extended = extension.apply(JsonMapper.builder()).build();
		assertThat(isBoundLate(extended, "points")).isFalse();
		assertThat(isBoundLate(extended, "maybe")).isFalse();
	}

	@Test
	void enumsWhoseConstantsAreWrittenDifferentlyAreNotBoundLate() throws Exception {
		assertThat(isBoundLate(JsonMapper.builder().enumNamingStrategy(EnumNamingStrategies.LOWER_CAMEL_CASE).build(),
				"sizes"))
			.isFalse();
		assertThat(
				isBoundLate(JsonMapper.builder().enable(MapperFeature.ACCEPT_CASE_INSENSITIVE_ENUMS).build(), "sizes"))
			.isFalse();
	}

	@Test
	void propertiesAreTheConstructorsInOrder() {
		assertThat(properties(PlainSamples.Described.class)).extracting(Property::name)
			.containsExactly("amount", "per_cent");
		assertThat(properties(LateSamples.Nothing.class)).isNull();
	}

	@Test
	void whatCannotBeBoundInsideIsFoundWhenItIsDescribed() throws Exception {
		ToolSchemaGenerator generator = ToolSchemaGenerator.create(this.mapper);
		ToolParameter parameter = parameter("unbindable");
		assertThat(isBoundLate(this.mapper, "unbindable")).isTrue();
		assertThatIllegalArgumentException().isThrownBy(() -> generator.forParameters(List.of(parameter)))
			.withMessageContaining("'unbindable.bean' cannot be bound from JSON")
			.withMessageContaining("setValue");
	}

	private @Nullable List<Property> properties(Class<?> type) {
		JsonMapper arguments = ToolJson.argumentMapper(this.mapper);
		return LateBinding.properties(arguments._deserializationContext(), arguments.constructType(type));
	}

	private static boolean isBoundLate(JsonMapper mapper, String field) throws Exception {
		return ToolJson.isBoundLate(ToolJson.argumentMapper(mapper), parameter(field));
	}

	private static ToolParameter parameter(String name) throws Exception {
		Field field = LateSamples.class.getDeclaredField(name);
		return new ToolParameter(name, field.getGenericType(), field.getAnnotatedType(), field, null, true);
	}

}
