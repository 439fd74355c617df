package io.github.openairun.tool;

import java.lang.annotation.Annotation;
import java.lang.reflect.AnnotatedType;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.Nulls;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.BeanProperty;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.PropertyMetadata;
import tools.jackson.databind.cfg.MapperConfig;

/**
 * A property for the elements of one of its containers. Jackson has one rule for the
 * elements of all containers within each other; here each container has its own, which is
 * whether the type of its elements is declared as nullable.
 */
final class ElementProperty extends BeanProperty.Std {

	private final BeanProperty property;

	private final @Nullable AnnotatedType use;

	private ElementProperty(BeanProperty property, @Nullable AnnotatedType use, PropertyMetadata metadata) {
		super(property.getFullName(), property.getType(), property.getWrapperName(), property.getMember(), metadata);
		this.property = property;
		this.use = use;
	}

	/**
	 * Return the property for the next inner container.
	 * @param property the property that has the container, or an outer container as its
	 * elements see it
	 * @param container the type of the container
	 * @return the property as the elements of the container see it
	 */
	static BeanProperty of(BeanProperty property, JavaType container) {
		AnnotatedType use = use(property, container);
		PropertyMetadata metadata = property.getMetadata();
		Nulls chosen = metadata.getContentNulls();
		if (chosen == null || chosen == Nulls.DEFAULT || chosen == Nulls.FAIL) {
			metadata = metadata.withNulls(metadata.getValueNulls(),
					Optionality.isElementRequired(use, container) ? Nulls.FAIL : null);
		}
		return new ElementProperty((property instanceof ElementProperty outer) ? outer.property : property,
				Optionality.content(use), metadata);
	}

	/**
	 * The container as it was declared. A type around it that is no container, such as an
	 * {@code Optional}, passes its own property on.
	 */
	private static @Nullable AnnotatedType use(BeanProperty property, JavaType container) {
		AnnotatedType use = (property instanceof ElementProperty element) ? element.use
				: (property.getMember() != null) ? Optionality.use(property.getMember()) : null;
		while (use != null && !container.isTypeOrSubTypeOf(rawClass(use.getType()))) {
			use = Optionality.content(use);
		}
		return use;
	}

	private static Class<?> rawClass(Type type) {
		if (type instanceof ParameterizedType parameterized) {
			return (Class<?>) parameterized.getRawType();
		}
		return (type instanceof Class<?> raw) ? raw : Object.class;
	}

	@Override
	public <A extends Annotation> @Nullable A getContextAnnotation(Class<A> type) {
		return this.property.getContextAnnotation(type);
	}

	@Override
	public JsonFormat.Value findPropertyFormat(MapperConfig<?> config, Class<?> baseType) {
		return this.property.findPropertyFormat(config, baseType);
	}

}
