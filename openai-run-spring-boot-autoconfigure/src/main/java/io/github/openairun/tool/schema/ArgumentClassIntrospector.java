package io.github.openairun.tool.schema;

import java.util.Map;

import tools.jackson.databind.JavaType;
import tools.jackson.databind.cfg.MapperConfig;
import tools.jackson.databind.introspect.AnnotatedClass;
import tools.jackson.databind.introspect.BasicBeanDescription;
import tools.jackson.databind.introspect.BasicClassIntrospector;
import tools.jackson.databind.introspect.POJOPropertiesCollector;
import tools.jackson.databind.introspect.POJOPropertyBuilder;

/**
 * Spares Jackson the search where there is nothing to be found: the creators and
 * properties of a plain enum, and the fields and methods of a plain record. That search
 * is the larger part of what a type costs an application when it starts, and most types
 * of arguments are plain.
 */
final class ArgumentClassIntrospector extends BasicClassIntrospector {

	ArgumentClassIntrospector() {
	}

	private ArgumentClassIntrospector(MapperConfig<?> config) {
		super(config);
	}

	@Override
	public BasicClassIntrospector forOperation(MapperConfig<?> config) {
		return new ArgumentClassIntrospector(config);
	}

	@Override
	public BasicBeanDescription introspectForDeserialization(JavaType type, AnnotatedClass annotations) {
		return PlainTypes.isEnum(this._config, type.getRawClass())
				? BasicBeanDescription.forOtherUse(this._config, type, annotations)
				: super.introspectForDeserialization(type, annotations);
	}

	@Override
	protected POJOPropertiesCollector collectProperties(JavaType type, AnnotatedClass annotations,
			boolean forSerialization, String mutatorPrefix) {
		return (!forSerialization && PlainTypes.isRecord(this._config, type.getRawClass()))
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
