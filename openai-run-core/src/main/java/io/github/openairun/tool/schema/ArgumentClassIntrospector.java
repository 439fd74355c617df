package io.github.openairun.tool.schema;

import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import tools.jackson.databind.DeserializationConfig;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.cfg.DeserializerFactoryConfig;
import tools.jackson.databind.cfg.MapperConfig;
import tools.jackson.databind.deser.BeanDeserializerFactory;
import tools.jackson.databind.deser.Deserializers;
import tools.jackson.databind.deser.ValueInstantiators;
import tools.jackson.databind.introspect.AnnotatedClass;
import tools.jackson.databind.introspect.BasicBeanDescription;
import tools.jackson.databind.introspect.BasicClassIntrospector;
import tools.jackson.databind.introspect.POJOPropertiesCollector;
import tools.jackson.databind.introspect.POJOPropertyBuilder;
import tools.jackson.databind.json.JsonMapper;

/**
 * Spares Jackson the search where there is nothing to be found: the creators and
 * properties of a plain enum, and the fields and methods of a plain record. That search
 * is the larger part of what a type costs an application when it starts, and most types
 * of arguments are plain.
 */
final class ArgumentClassIntrospector extends BasicClassIntrospector {

	private final boolean alone;

	private final Map<Class<?>, Boolean> plain;

	/**
	 * Create an introspector.
	 * @param mapper the application's mapper
	 */
	ArgumentClassIntrospector(JsonMapper mapper) {
		this.plain = new ConcurrentHashMap<>();
		JsonMapper.Builder builder = mapper.rebuild();
		builder.saveStateApplyModules();
		this.alone = builder.deserializerFactory() instanceof BeanDeserializerFactory factory
				&& factory.getClass() == BeanDeserializerFactory.class
				&& isAlone(mapper.deserializationConfig(), factory.getFactoryConfig());
	}

	private ArgumentClassIntrospector(MapperConfig<?> config, ArgumentClassIntrospector origin) {
		super(config);
		this.alone = origin.alone;
		this.plain = origin.plain;
	}

	/**
	 * Jackson itself extends its factory by nothing but the types of {@code java.time}.
	 */
	private static boolean isAlone(DeserializationConfig config, DeserializerFactoryConfig factory) {
		for (ValueInstantiators instantiators : factory.valueInstantiators()) {
			if (!instantiators.getClass().getPackageName().startsWith("tools.jackson.databind.ext.javatime")) {
				return false;
			}
		}
		int count = 0;
		for (Deserializers deserializers : factory.deserializers()) {
			if (++count > 1 || !deserializers.hasDeserializerFor(config, Instant.class)) {
				return false;
			}
		}
		return !factory.hasDeserializerModifiers();
	}

	/** Whether all deserializers are Jackson's own, as no module adds or changes any. */
	boolean isAlone() {
		return this.alone;
	}

	/** Whether all that Jackson can learn of a type is in one place; asked for often. */
	boolean isPlain(Class<?> type) {
		Boolean known = this.plain.get(type);
		if (known == null) {
			known = PlainTypes.isEnum(this._config, type) || PlainTypes.isRecord(this._config, type);
			this.plain.put(type, known);
		}
		return known;
	}

	@Override
	public BasicClassIntrospector forOperation(MapperConfig<?> config) {
		return new ArgumentClassIntrospector(config, this);
	}

	@Override
	public BasicBeanDescription introspectForDeserialization(JavaType type, AnnotatedClass annotations) {
		return (type.isEnumType() && isPlain(type.getRawClass()))
				? BasicBeanDescription.forOtherUse(this._config, type, annotations)
				: super.introspectForDeserialization(type, annotations);
	}

	@Override
	protected POJOPropertiesCollector collectProperties(JavaType type, AnnotatedClass annotations,
			boolean forSerialization, String mutatorPrefix) {
		return (!forSerialization && type.isRecordType() && isPlain(type.getRawClass()))
				? new ConstructorProperties(this._config, type, annotations)
				: super.collectProperties(type, annotations, forSerialization, mutatorPrefix);
	}

	/**
	 * Takes the properties from the constructor alone.
	 */
	private static final class ConstructorProperties extends POJOPropertiesCollector {

		ConstructorProperties(MapperConfig<?> config, JavaType type, AnnotatedClass annotations) {
			super(config, false, type, annotations, config.getAccessorNaming().forPOJO(config, annotations));
		}

		@Override
		protected void _addFields(Map<String, POJOPropertyBuilder> properties) {
			// what they are annotated with, the parameters of the constructor are as well
		}

		@Override
		protected void _addMethods(Map<String, POJOPropertyBuilder> properties) {
			// they only read
		}

		@Override
		protected void _addInjectables(Map<String, POJOPropertyBuilder> properties) {
			// these are fields and methods, too
		}

		@Override
		protected void _sortProperties(Map<String, POJOPropertyBuilder> properties) {
			// schemas have them in the order of the parameters
		}

	}

}
