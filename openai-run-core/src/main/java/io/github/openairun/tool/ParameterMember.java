package io.github.openairun.tool;

import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.AnnotatedType;
import java.lang.reflect.Member;
import java.lang.reflect.Modifier;
import java.util.Arrays;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.BeanProperty;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.PropertyMetadata;
import tools.jackson.databind.PropertyName;
import tools.jackson.databind.introspect.AnnotatedMember;
import tools.jackson.databind.introspect.AnnotationMap;
import tools.jackson.databind.introspect.TypeResolutionContext;
import tools.jackson.databind.json.JsonMapper;

import io.github.openairun.tool.schema.ToolParameter;

/**
 * A parameter of a method as a member that Jackson reads annotations from.
 */
final class ParameterMember extends AnnotatedMember {

	private final ToolParameter parameter;

	private final JavaType type;

	private ParameterMember(ToolParameter parameter, JavaType type, TypeResolutionContext context,
			AnnotationMap annotations) {
		super(context, annotations);
		this.parameter = parameter;
		this.type = type;
	}

	static BeanProperty property(JsonMapper mapper, ToolParameter parameter) {
		JavaType type = mapper.constructType(parameter.type());
		ParameterMember member = new ParameterMember(parameter, type,
				new TypeResolutionContext.Empty(mapper.getTypeFactory()),
				AnnotationMap.of(Arrays.asList(parameter.annotations().getAnnotations())));
		PropertyMetadata metadata = PropertyMetadata.construct(parameter.required(), parameter.description(), null,
				null);
		return new BeanProperty.Std(PropertyName.construct(parameter.name()), type, null, member, metadata);
	}

	/** The type as it was declared. */
	@Nullable AnnotatedType use() {
		return this.parameter.use();
	}

	@Override
	public AnnotatedMember withAnnotations(AnnotationMap annotations) {
		return new ParameterMember(this.parameter, this.type, this._typeContext, annotations);
	}

	@Override
	public Class<?> getDeclaringClass() {
		return Object.class;
	}

	@Override
	public @Nullable Member getMember() {
		return null;
	}

	@Override
	public void setValue(Object pojo, Object value) {
		throw new UnsupportedOperationException("A parameter cannot be set");
	}

	@Override
	public Object getValue(Object pojo) {
		throw new UnsupportedOperationException("A parameter cannot be read");
	}

	@Override
	public AnnotatedElement getAnnotated() {
		return this.parameter.annotations();
	}

	@Override
	protected int getModifiers() {
		return Modifier.PUBLIC;
	}

	@Override
	public String getName() {
		return this.parameter.name();
	}

	@Override
	public JavaType getType() {
		return this.type;
	}

	@Override
	public Class<?> getRawType() {
		return this.type.getRawClass();
	}

	@Override
	public boolean equals(@Nullable Object other) {
		return this == other;
	}

	@Override
	public int hashCode() {
		return this.parameter.name().hashCode();
	}

	@Override
	public String toString() {
		return "parameter '" + this.parameter.name() + "'";
	}

}
